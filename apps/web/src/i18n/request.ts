import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { acceptedLocale, isLocale, LOCALE_COOKIE } from "./locales.ts";
import { allMessages } from "./messages.ts";

/** The language of a request: the cookie (set from the account's preference), else what the browser asks for. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  const locale = isLocale(chosen) ? chosen : acceptedLocale((await headers()).get("accept-language"));
  return { locale, messages: { ...allMessages(locale) }, timeZone: "UTC" };
});
