import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { isLocale, isTheme, LOCALE_COOKIE, THEME_COOKIE } from "~/i18n/locales.ts";
import { safePath } from "~/lib/safe-path.ts";
import { homeOf, viewer } from "~/server/viewer.ts";

export const dynamic = "force-dynamic";

const YEAR_SECONDS = 31_536_000;

/** The door after sign-in and after a change of workspace: takes over the account's language and theme, and leads on. */
export async function GET(request: Request): Promise<Response> {
  const me = await viewer();
  if (!me) redirect("/sign-in");
  const jar = await cookies();
  const options = { path: "/", maxAge: YEAR_SECONDS, sameSite: "lax" } as const;
  if (isLocale(me.account.locale)) jar.set(LOCALE_COOKIE, me.account.locale, options);
  if (isTheme(me.account.theme)) jar.set(THEME_COOKIE, me.account.theme, options);
  redirect(safePath(new URL(request.url).searchParams.get("to")) ?? homeOf(me));
}
