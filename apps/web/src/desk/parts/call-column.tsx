"use client";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ComponentProps, useEffect } from "react";
import { cx } from "~/ui/cx.ts";
import { clock } from "~/ui/format.tsx";
import type { DeskCall } from "../hooks/use-duty.ts";
import type { DeskTransfer } from "../hooks/use-transfer.ts";
import { CallControls, Keypad } from "./call-controls.tsx";
import { Listeners } from "./listeners.tsx";
import { StopCalling } from "./stop-calling.tsx";
import { Timer } from "./timer.tsx";
import { TransferStrip } from "./transfer-strip.tsx";
import { WhoAnswered } from "./who-answered.tsx";
import { Dispositions, WrapupFoot } from "./wrapup.tsx";

const loadPanel = () => import("./transfer-panel.tsx").then((part) => part.TransferPanel);
const TransferPanel = dynamic(loadPanel);

interface CallColumnProps {
  readonly look: "none" | "talking" | "held" | "wrapup" | "owed";
  /** The call in hand as the server knows it. */
  readonly call: DeskCall | null;
  /** When the talk began, known from the pop already. */
  readonly joinedAt: Date | null;
  readonly controls: Omit<ComponentProps<typeof CallControls>, "enabled" | "held">;
  readonly keypad: { readonly sent: string; readonly onDigit: (digit: string) => void };
  readonly transfer: DeskTransfer;
  readonly onChoose: (dispositionId: string) => void;
  readonly onWhoAnswered: (machine: boolean) => void;
  readonly stop: Omit<ComponentProps<typeof StopCalling>, "call">;
  readonly foot: Omit<ComponentProps<typeof WrapupFoot>, "ended">;
}

const GROUND = {
  none: "text-muted",
  talking: "text-busy",
  held: "text-warn",
  wrapup: "text-warn",
  owed: "text-warn",
};

/** The call in hand: its time, its controls, its disposition. The same frame with and without a call. */
export function CallColumn(props: CallColumnProps) {
  const { look, call, joinedAt, controls, keypad, transfer, onChoose, onWhoAnswered, stop, foot } = props;
  const t = useTranslations("desk");
  const isLive = look === "talking" || look === "held";
  const isEnded = look === "wrapup" || look === "owed";
  // With the first call, so that it is there when it is wanted and not in the way of the page before.
  useEffect(() => {
    if (isLive) void loadPanel();
  }, [isLive]);
  return (
    <section
      aria-label={t("columns.call")}
      data-testid="call-column"
      data-look={look}
      data-call={call?.callId ?? ""}
      className="flex min-h-0 flex-col border-l bg-surface"
    >
      <div className="px-4 pt-3 pb-3">
        <div className="flex h-9 items-center justify-between">
          <h2 className={cx("text-lg font-semibold", GROUND[look])}>{t(`call.${look}`)}</h2>
          {isLive ? (
            <Timer since={joinedAt} label={t("call.talkTime")} className="tabular text-2xl font-semibold" />
          ) : (
            <span className="tabular text-2xl font-semibold text-muted">
              {isEnded && call ? clock(call.talkMs) : ""}
            </span>
          )}
        </div>
        <Listeners callId={isLive ? (call?.callId ?? null) : null} />
        <CallControls {...controls} enabled={isLive} held={look === "held"} />
      </div>
      <div className="relative flex min-h-0 flex-1 flex-col border-t">
        {controls.keypadOpen && isLive ? <Keypad {...keypad} /> : null}
        {transfer.isOpen && isLive ? <TransferPanel transfer={transfer} /> : null}
        {isLive ? <TransferStrip transfer={transfer} /> : null}
        <h3 className="px-4 pt-3 pb-1.5 text-xs font-medium text-muted">{t("call.dispositions")}</h3>
        <div className="min-h-0 flex-1 overflow-y-auto pb-2">
          <Dispositions
            dispositions={call?.dispositions ?? null}
            chosen={foot.draft?.dispositionId ?? null}
            onChoose={onChoose}
          />
        </div>
        <WhoAnswered call={call} onSay={onWhoAnswered} />
        <StopCalling call={call} {...stop} />
        <WrapupFoot {...foot} ended={isEnded} />
      </div>
    </section>
  );
}
