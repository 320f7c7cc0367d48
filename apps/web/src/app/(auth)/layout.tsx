import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Mark } from "~/shell/logo.tsx";
import { ApiProvider } from "~/trpc/client.tsx";
import { LanguageSwitch } from "./language-switch.tsx";

/** Pages of people who are not signed in: one card on a quiet ground. */
export default async function Layout({ children }: { children: ReactNode }) {
  const t = await getTranslations("auth");
  return (
    <div className="grid min-h-dvh grid-rows-[1fr_auto]">
      <main className="grid place-items-center px-6 py-12">
        <div className="w-full max-w-sm">
          <div className="mb-7 flex flex-col items-center text-center">
            <Mark className="size-11" />
            <p className="mt-3 text-xl font-semibold tracking-tight">Callbay</p>
            <p className="mt-0.5 text-sm text-muted">{t("tagline")}</p>
          </div>
          <ApiProvider>{children}</ApiProvider>
        </div>
      </main>
      <footer className="flex justify-center pb-6">
        <LanguageSwitch />
      </footer>
    </div>
  );
}
