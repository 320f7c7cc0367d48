"use client";
import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "~/ui/button.tsx";
import type { DeskCall } from "../hooks/use-duty.ts";
import { Key } from "./key.tsx";

interface StopCallingProps {
  readonly call: DeskCall | null;
  /** Pressed once: it asks back, where it stands. */
  readonly asks: boolean;
  readonly isBusy: boolean;
  readonly onPress: () => void;
  readonly onBack: () => void;
}

/** The customer wants no more calls: one press asks, a second one writes it down for good, and it stays to be seen. */
export function StopCalling({ call, asks, isBusy, onPress, onBack }: StopCallingProps) {
  const t = useTranslations("desk.stopCalling");
  if (!call) return null;
  const look = call.doNotCall ? "done" : asks ? "asks" : "open";
  const press = (
    <Button
      size="sm"
      icon={<Ban aria-hidden />}
      tone={asks ? "danger" : "secondary"}
      busy={isBusy}
      onClick={onPress}
      className="min-w-0 flex-1"
    >
      {asks ? t("yes") : t("ask")} <Key onTone={asks}>⇧X</Key>
    </Button>
  );
  return (
    <div
      data-testid="stop-calling"
      data-look={look}
      className={`flex min-h-11 shrink-0 flex-col justify-center gap-2 border-t px-4 py-2 text-xs ${look === "asks" ? "bg-danger-soft text-danger" : "text-muted"}`}
    >
      {look === "done" ? (
        <span role="status" className="flex items-center gap-1.5 font-medium text-danger">
          <Ban aria-hidden className="size-4" /> {t("done")}
        </span>
      ) : null}
      {look === "open" ? <div className="flex">{press}</div> : null}
      {look === "asks" ? (
        <>
          <span role="alert">{t("sure")}</span>
          <div className="flex gap-2">
            <Button size="sm" onClick={onBack}>
              {t("no")}
            </Button>
            {press}
          </div>
        </>
      ) : null}
    </div>
  );
}
