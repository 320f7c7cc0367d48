"use client";
import {
  Armchair,
  Coffee,
  Copy,
  Headset,
  Megaphone,
  MicOff,
  PhoneIncoming,
  PhoneOff,
  PlugZap,
  RefreshCw,
  UserRoundX,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Skeleton } from "~/ui/status.tsx";
import type { Stage } from "../model/stage.ts";
import { Key } from "./key.tsx";

/** The stages that show no contact. */
export type IdleStageOf = Exclude<Stage, { name: "talking" | "held" | "wrapup" | "owed" | "preview" | "dialing" }>;

export interface IdleActions {
  readonly onStart: () => void;
  readonly onReady: () => void;
  readonly onRetryMicrophone: () => void;
  readonly onTakeOver: () => void;
  readonly onReconnect: () => void;
  readonly onLookAgain: () => void;
}

interface IdleStageProps extends IdleActions {
  readonly stage: IdleStageOf;
  readonly isBusy: boolean;
  /** The seat's telephone, when it has one. */
  readonly seatPhone: { readonly username: string; readonly registered: boolean } | null;
  /** On duty with it. */
  readonly isOnPhone: boolean;
  readonly onPhone: () => void;
  /** Names of those who can help, as a list in words. */
  readonly helpers: string;
}

/** The centre of the desk while nobody is on the line: what is going on, and what to do about it. */
export function IdleStage({ stage, isBusy, seatPhone, isOnPhone, helpers, ...on }: IdleStageProps) {
  const t = useTranslations("desk.stage");
  const strip = useTranslations("desk.strip");
  const pauseReason = useTranslations("desk.pauseReason");
  const ofPhone = useTranslations("desk.phoneSeat");
  switch (stage.name) {
    case "loading":
      return (
        <Panel icon={<Headset />} title={<Skeleton className="mx-auto h-6 w-40" />}>
          <Skeleton className="mx-auto w-64" />
        </Panel>
      );
    case "elsewhere":
    case "taken":
      return (
        <Panel
          icon={<Copy />}
          title={t(`${stage.name}.title`)}
          action={<Main onClick={on.onTakeOver}>{t(`${stage.name}.action`)}</Main>}
        >
          {t(`${stage.name}.text`)}
        </Panel>
      );
    case "noSeat":
      return (
        <Panel
          icon={<Armchair />}
          tone="warn"
          title={t("noSeat.title")}
          action={
            <Button icon={<RefreshCw aria-hidden />} onClick={on.onLookAgain}>
              {t("noSeat.action")}
            </Button>
          }
        >
          {t("noSeat.text")} {helpers ? t("noSeat.ask", { names: helpers }) : t("noSeat.askNobody")}
        </Panel>
      );
    case "microphone":
      return (
        <Panel
          icon={<MicOff />}
          tone="danger"
          title={t(`microphone.${stage.failure}.title`)}
          action={
            <Main busy={isBusy} onClick={on.onRetryMicrophone}>
              {t("microphone.action")}
            </Main>
          }
        >
          {t(`microphone.${stage.failure}.text`)}
        </Panel>
      );
    case "phoneFailed":
      return (
        <Panel
          icon={<PhoneOff />}
          tone="danger"
          title={t(`phone.${stage.failure}.title`)}
          action={
            stage.failure === "refused" ? <Main onClick={on.onReconnect}>{t("phone.refused.action")}</Main> : undefined
          }
        >
          {t(`phone.${stage.failure}.text`)}
        </Panel>
      );
    case "off":
    case "kicked":
      return (
        <Panel
          icon={stage.name === "kicked" ? <UserRoundX /> : <Headset />}
          tone={stage.name === "kicked" ? "warn" : "neutral"}
          title={t(`${stage.name}.title`)}
          action={
            <Start isBusy={isBusy} seatPhone={seatPhone} onStart={on.onStart} onPhone={on.onPhone}>
              {t(`${stage.name}.action`)}
            </Start>
          }
        >
          {t(`${stage.name}.text`)}
          {seatPhone ? <PhoneLine phone={seatPhone} /> : null}
        </Panel>
      );
    case "ended":
      return (
        <Panel
          icon={<PlugZap />}
          tone="warn"
          title={t("off.title")}
          action={
            <Start isBusy={isBusy} seatPhone={seatPhone} onStart={on.onStart} onPhone={on.onPhone}>
              {t("off.action")}
            </Start>
          }
        >
          {t(`ended.${stage.reason}`)}
          {seatPhone ? <PhoneLine phone={seatPhone} /> : null}
        </Panel>
      );
    case "connecting":
      if (isOnPhone)
        return (
          <Panel icon={<PhoneIncoming />} tone="accent" pulse title={ofPhone("connecting")}>
            {ofPhone("connectingText")}
            {seatPhone ? <PhoneLine phone={seatPhone} /> : null}
          </Panel>
        );
      return (
        <Panel icon={<PhoneIncoming />} tone="accent" pulse title={t("connecting.title")}>
          <LongWait before={t("connecting.text")} after={t("connectingLong")} />
        </Panel>
      );
    case "paused":
      return (
        <Panel
          icon={<Coffee />}
          tone="warn"
          title={stage.reason ? t("paused.title", { reason: pauseReason(stage.reason) }) : strip("pause")}
          action={
            <Main busy={isBusy} onClick={on.onReady}>
              {t("paused.action")} <Key onTone>R</Key>
            </Main>
          }
        >
          {t("paused.text")}
        </Panel>
      );
    case "waiting":
      return (
        <Panel icon={<Headset />} tone="ok" pulse title={t("waiting.title")}>
          {t("waiting.text")}
        </Panel>
      );
    case "noCampaign":
      return (
        <Panel icon={<Megaphone />} title={t("noCampaign.title")}>
          {stage.onSome || !helpers ? t("noCampaign.text") : t("notOnCampaign", { names: helpers })}
        </Panel>
      );
  }
}

interface StartProps {
  readonly isBusy: boolean;
  readonly seatPhone: IdleStageProps["seatPhone"];
  readonly onStart: () => void;
  readonly onPhone: () => void;
  readonly children: ReactNode;
}

/** Two ways to go on duty where the seat has a telephone. */
function Start({ isBusy, seatPhone, onStart, onPhone, children }: StartProps) {
  const t = useTranslations("desk.phoneSeat");
  return (
    <div className="flex gap-2">
      <Main busy={isBusy} onClick={onStart}>
        {children} <Key onTone>D</Key>
      </Main>
      {seatPhone ? (
        <Button size="lg" disabled={isBusy || !seatPhone.registered} onClick={onPhone}>
          {t("button")} <Key>⇧D</Key>
        </Button>
      ) : null}
    </div>
  );
}

function PhoneLine({ phone }: { phone: NonNullable<IdleStageProps["seatPhone"]> }) {
  const t = useTranslations("desk.phoneSeat");
  return (
    <p className="mt-1 text-sm" data-testid="phone-line" data-registered={phone.registered}>
      {t(phone.registered ? "registered" : "away", { name: phone.username })}
    </p>
  );
}

function Main({ children, busy, onClick }: { children: ReactNode; busy?: boolean; onClick: () => void }) {
  return (
    <Button tone="primary" size="lg" busy={busy ?? false} onClick={onClick}>
      {children}
    </Button>
  );
}

const LONG_MS = 12_000;

/** Says more when something takes unusually long. */
function LongWait({ before, after }: { before: string; after: string }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLong ? after : before;
}

interface PanelProps {
  readonly icon: ReactNode;
  readonly title: ReactNode;
  readonly tone?: "neutral" | "accent" | "ok" | "warn" | "danger";
  readonly pulse?: boolean;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

const DISC = {
  neutral: "bg-neutral-soft text-muted",
  accent: "bg-accent-soft text-accent",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
};

/** The same places in every stage: only the words change, nothing moves. */
function Panel({ icon, title, tone = "neutral", pulse, children, action }: PanelProps) {
  return (
    <div className="flex h-full flex-col items-center justify-center px-8 pb-16 text-center">
      <div className="relative mb-5 grid size-16 place-items-center">
        {pulse ? (
          <span aria-hidden className={cx("absolute inset-0 animate-shimmer rounded-full", DISC[tone])} />
        ) : null}
        <div
          aria-hidden
          className={cx("relative grid size-16 place-items-center rounded-full [&_svg]:size-7", DISC[tone])}
        >
          {icon}
        </div>
      </div>
      <h2 className="text-xl font-semibold tracking-tight">{title}</h2>
      <div className="mt-1.5 min-h-12 max-w-[46ch] text-base text-muted">{children}</div>
      <div className="mt-4 h-10">{action}</div>
    </div>
  );
}
