"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { LOCALE_COOKIE, type Locale, THEME_COOKIE, type Theme } from "~/i18n/locales.ts";
import { useTRPC } from "~/trpc/client.tsx";

const YEAR_SECONDS = 31_536_000;

function setCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is not in every browser that we support.
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

/** Takes effect at once on this page, before the account remembers it. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  setCookie(THEME_COOKIE, theme);
}

export function applyLocale(locale: Locale): void {
  setCookie(LOCALE_COOKIE, locale);
}

/** Changes language and theme: here at once, and in the account for every other place. */
export function usePreferences(): { setTheme: (theme: Theme) => void; setLocale: (locale: Locale) => void } {
  const trpc = useTRPC();
  const router = useRouter();
  const { mutate } = useMutation(trpc.session.preferences.mutationOptions());
  return useMemo(
    () => ({
      setTheme: (theme) => {
        applyTheme(theme);
        mutate({ theme });
      },
      setLocale: (locale) => {
        applyLocale(locale);
        mutate({ locale });
        router.refresh();
      },
    }),
    [mutate, router],
  );
}
