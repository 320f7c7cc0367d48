import "server-only";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { messagesFor, type Namespace } from "~/i18n/messages.ts";
import type { Me } from "~/server/viewer.ts";
import { ApiProvider } from "~/trpc/client.tsx";
import { LiveProvider } from "~/trpc/live.tsx";
import { MeProvider } from "./me.tsx";
import { Texts } from "./providers.tsx";

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
          <LiveProvider>{children}</LiveProvider>
        </ApiProvider>
      </MeProvider>
    </Texts>
  );
}
