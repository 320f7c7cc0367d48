"use client";
import { PhoneOff, PhoneOutgoing } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "~/ui/button.tsx";
import type { CurrentDuty } from "../hooks/use-duty.ts";
import { Key } from "./key.tsx";
import { Timer } from "./timer.tsx";

interface DialingStageProps {
  readonly dialing: CurrentDuty["dialing"];
  readonly isBusy: boolean;
  readonly onCancel: () => void;
}

/** A call that is placed for this agent alone: whoever answers is joined at once. */
export function DialingStage({ dialing, isBusy, onCancel }: DialingStageProps) {
  const t = useTranslations("desk.dialing");
  const rings = dialing?.state === "ringing";
  return (
    <div data-testid="dialing" className="flex h-full flex-col items-center justify-center px-8 pb-16 text-center">
      <div className="relative mb-5 grid size-16 place-items-center">
        <span aria-hidden className="absolute inset-0 animate-shimmer rounded-full bg-busy-soft text-busy" />
        <div
          aria-hidden
          className="relative grid size-16 place-items-center rounded-full bg-busy-soft text-busy [&_svg]:size-7"
        >
          <PhoneOutgoing />
        </div>
      </div>
      <h2 className="text-xl font-semibold tracking-tight">
        {t("title", { name: dialing?.contactName || dialing?.phone || t("somebody") })}
      </h2>
      <p className="mt-1.5 min-h-12 max-w-[46ch] text-base text-muted">
        {rings ? t("rings") : t("placing")}{" "}
        <Timer since={dialing?.since ?? null} label={t("since")} className="tabular font-medium text-ink" />
      </p>
      <div className="mt-4 h-10">
        <Button size="lg" icon={<PhoneOff aria-hidden />} disabled={!dialing || isBusy} onClick={onCancel}>
          {t("cancel")} <Key>⇧E</Key>
        </Button>
      </div>
    </div>
  );
}
