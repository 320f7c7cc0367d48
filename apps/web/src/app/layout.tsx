import type { Metadata, Viewport } from "next";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { messagesFor } from "~/i18n/messages.ts";
import { chosenTheme } from "~/shell/chosen-theme.ts";
import { Texts } from "~/shell/providers.tsx";
import { Toaster } from "~/ui/toast.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: "Callbay",
  description: "Outsourced calling: seats, campaigns and invoices that explain themselves.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: "light dark" };

// Each page carries a nonce and belongs to one person: nothing is rendered ahead of its request.
export const dynamic = "force-dynamic";

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, theme] = await Promise.all([getLocale(), chosenTheme()]);
  return (
    <html lang={locale} data-theme={theme}>
      <body>
        <Texts locale={locale} messages={messagesFor(locale)}>
          {children}
          <Toaster theme={theme} />
        </Texts>
      </body>
    </html>
  );
}
