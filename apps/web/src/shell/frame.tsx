import "server-only";
import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { isTheme, THEME_COOKIE, type Theme } from "~/i18n/locales.ts";
import { messagesFor, type Namespace } from "~/i18n/messages.ts";
import type { Me } from "~/server/viewer.ts";
import { ApiProvider } from "~/trpc/client.tsx";
import { LiveProvider } from "~/trpc/live.tsx";
import { TooltipProvider } from "~/ui/overlay.tsx";
import { MeProvider } from "./me.tsx";
import { Texts } from "./providers.tsx";

/** The theme that the cookie says. */
export async function chosenTheme(): Promise<Theme> {
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  return isTheme(theme) ? theme : "system";
}

interface FrameProps {
  readonly me: Me;
  /** The parts of the catalogue that these pages need. */
  readonly namespaces: readonly Namespace[];
  readonly children: ReactNode;
}

/** What every page of a shell stands on: texts, time zone, who is signed in, the api, live events. */
export async function Frame({ me, namespaces, children }: FrameProps) {
  const locale = await getLocale();
  const zone = me.workspace.kind === "tenant" ? { timeZone: me.workspace.timezone } : {};
  return (
    <Texts locale={locale} messages={messagesFor(locale, ...namespaces)} {...zone}>
      <MeProvider me={me}>
        <ApiProvider>
          <LiveProvider>
            <TooltipProvider>{children}</TooltipProvider>
          </LiveProvider>
        </ApiProvider>
      </MeProvider>
    </Texts>
  );
}
