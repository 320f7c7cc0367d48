import "server-only";
import { cookies } from "next/headers";
import { isTheme, THEME_COOKIE, type Theme } from "~/i18n/locales.ts";

/** The theme that the cookie says. Apart from the frame: what the root layout imports is loaded by every page. */
export async function chosenTheme(): Promise<Theme> {
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  return isTheme(theme) ? theme : "system";
}
