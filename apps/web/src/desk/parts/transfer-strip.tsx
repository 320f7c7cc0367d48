"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "~/ui/button.tsx";
import type { DeskTransfer } from "../hooks/use-transfer.ts";
import { Key } from "./key.tsx";
import { Timer } from "./timer.tsx";

/** A transfer under way: who hears whom now, and what can be done about it. */
export function TransferStrip({ transfer: desk }: { transfer: DeskTransfer }) {
  const t = useTranslations("desk.transfer");
  const { transfer, isOwn, isActing } = desk;
  if (!isOwn) {
    return (
      <Strip state="guest" title={t("guest.title")} since={transfer?.since ?? null}>
        <p className="text-xs text-muted">{t("guest.text")}</p>
      </Strip>
    );
  }
  if (!transfer) return null;
  const { state, to } = transfer;
  if (state === "away") return null;
  const isCalling = state === "calling";
  const isBlind = isCalling && transfer.mode === "blind";
  return (
    <Strip state={state} title={t(`state.${state}`, { to })} since={transfer.since}>
      <p className="text-xs text-muted">{isBlind ? t("blindHint") : t(`hears.${state}`, { to })}</p>
      <div className="mt-2 grid grid-cols-2 gap-1.5">
        <Button size="sm" disabled={isCalling || isActing} onClick={() => desk.onAct("swap")}>
          {state === "swapped" || state === "conference" ? t("toThem") : t("toCustomer")} <Key>S</Key>
        </Button>
        <Button
          size="sm"
          disabled={isCalling || state === "conference" || isActing}
          onClick={() => desk.onAct("conference")}
        >
          {t("conference")} <Key>C</Key>
        </Button>
        <Button size="sm" tone="primary" disabled={isBlind || isActing} onClick={() => desk.onAct("complete")}>
          {isCalling ? t("dontWait") : t("complete")} <Key onTone>⇧T</Key>
        </Button>
        <Button size="sm" disabled={isActing} onClick={() => desk.onAct("cancel")}>
          {t("cancel")} <Key>Esc</Key>
        </Button>
      </div>
    </Strip>
  );
}

interface StripProps {
  readonly state: string;
  readonly title: string;
  readonly since: Date | null;
  readonly children: ReactNode;
}

function Strip({ state, title, since, children }: StripProps) {
  const t = useTranslations("desk.transfer");
  return (
    <section
      aria-label={t("label")}
      data-testid="transfer-strip"
      data-state={state}
      className="mx-4 mt-3 animate-fade-in rounded-lg border bg-sunken px-3 py-2.5"
    >
      <div className="flex items-baseline justify-between gap-2" aria-live="polite">
        <h3 className="min-w-0 truncate text-sm font-medium" title={title}>
          {title}
        </h3>
        <Timer since={since} label={t("label")} className="tabular text-xs text-muted" />
      </div>
      {children}
    </section>
  );
}
