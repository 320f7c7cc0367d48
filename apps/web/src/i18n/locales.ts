export const LOCALES = ["en", "zh-CN"] as const;
export type Locale = (typeof LOCALES)[number];
export const THEMES = ["light", "dark", "system"] as const;
export type Theme = (typeof THEMES)[number];

export const LOCALE_COOKIE = "callbay_locale";
export const THEME_COOKIE = "callbay_theme";

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

export function isTheme(value: unknown): value is Theme {
  return THEMES.some((theme) => theme === value);
}

/** The first language of an Accept-Language header that we speak; else English. */
export function acceptedLocale(header: string | null): Locale {
  for (const part of (header ?? "").toLowerCase().split(",")) {
    if (part.trim().startsWith("zh")) return "zh-CN";
    if (part.trim().startsWith("en")) return "en";
  }
  return "en";
}
