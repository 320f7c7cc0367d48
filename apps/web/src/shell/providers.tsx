"use client";
import { NextIntlClientProvider } from "next-intl";
import { type ReactNode, useSyncExternalStore } from "react";
import type { Locale } from "~/i18n/locales.ts";
import type { Messages, Namespace } from "~/i18n/messages.ts";

const never = (): (() => void) => () => {};

export interface TextsProps {
  readonly locale: Locale;
  readonly messages: Partial<Record<Namespace, object>>;
  /** The zone in which times are shown; without one, the reader's own. */
  readonly timeZone?: string;
  readonly children: ReactNode;
}

/** The texts and the time zone of everything below. */
export function Texts({ locale, messages, timeZone, children }: TextsProps) {
  const own = useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
  return (
    <NextIntlClientProvider locale={locale} messages={messages as Partial<Messages>} timeZone={timeZone ?? own}>
      {children}
    </NextIntlClientProvider>
  );
}
