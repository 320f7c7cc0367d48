"use client";
import type { CampaignContactState } from "@callbay/domain/values";
import { useTranslations } from "next-intl";
import { DateTime } from "~/ui/format.tsx";
import type { Tone } from "~/ui/status.tsx";

/** A contact that is ready waits, and one that is done is well: not the tones that an agent of the same words has. */
export const CONTACT_TONES: Readonly<Record<CampaignContactState, Tone>> = {
  done: "ok",
  reserved: "busy",
  ready: "neutral",
  blocked: "danger",
};

export function contactTone(state: string): Tone {
  return Object.entries(CONTACT_TONES).find(([name]) => name === state)?.[1] ?? "neutral";
}

/** When a contact may be dialled next: "now" for what is due. */
export function NextAt({ at }: { at: Date }) {
  const t = useTranslations("workspace.progress");
  return at.getTime() <= Date.now() ? <span>{t("due")}</span> : <DateTime at={at} />;
}
