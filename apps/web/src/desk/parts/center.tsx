"use client";
import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Button } from "~/ui/button.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import type { DeskCall } from "../hooks/use-duty.ts";
import type { OwnCalls } from "../hooks/use-own-calls.ts";
import type { Stage } from "../model/stage.ts";
import { ContactCard } from "./contact-card.tsx";
import { DialingStage } from "./dialing.tsx";
import { IdleStage } from "./idle-stage.tsx";
import { PreviewStage } from "./preview.tsx";
import { Script } from "./script.tsx";

interface CenterProps {
  readonly stage: Stage;
  /** The call in hand, while there is one. */
  readonly call: DeskCall | null;
  /** Why the desk could not be loaded. */
  readonly failure: string | null;
  readonly onRetry: () => void;
  readonly own: OwnCalls;
  readonly idle: Omit<ComponentProps<typeof IdleStage>, "stage">;
}

/** The middle of the desk: the contact of a call, one to look at, one that is being called, or what is going on. */
export function Center({ stage, call, failure, onRetry, own, idle }: CenterProps) {
  const t = useTranslations("desk.stage");
  if (failure) {
    return (
      <div className="p-6">
        <ErrorState
          title={t("loadingFailed")}
          message={failure}
          action={<Button onClick={onRetry}>{t("microphone.action")}</Button>}
        />
      </div>
    );
  }
  switch (stage.name) {
    case "talking":
    case "held":
    case "wrapup":
    case "owed":
      return (
        <>
          <ContactCard call={call} />
          <Script key={call?.callId ?? ""} pages={call?.script ?? null} />
        </>
      );
    case "preview": {
      const { offer, ...preview } = own.preview;
      return offer ? <PreviewStage key={offer.contact.id} preview={offer} {...preview} /> : null;
    }
    case "dialing": {
      const { call: dialing, ...rest } = own.dialing;
      return <DialingStage dialing={dialing} {...rest} />;
    }
    default:
      return <IdleStage stage={stage} {...idle} />;
  }
}
