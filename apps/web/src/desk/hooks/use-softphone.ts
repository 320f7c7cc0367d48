"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { NO_QUALITY, type Quality } from "../softphone/quality.ts";
import { Softphone } from "../softphone/softphone.ts";
import type { PhoneView } from "../softphone/types.ts";

const BEFORE: PhoneView = { status: { name: "off" }, tab: "asking", muted: false, media: null, audioBlocked: false };
const nothing = (): (() => void) => () => {};

export interface PhoneOfPage {
  /** null until the page is alive. */
  readonly phone: Softphone | null;
  readonly view: PhoneView;
}

/** The telephone of this page; it goes with the page. */
export function useSoftphone(membershipId: string): PhoneOfPage {
  const [phone, setPhone] = useState<Softphone | null>(null);
  useEffect(() => {
    const mine = new Softphone(`callbay.desk.${membershipId}`);
    setPhone(mine);
    mine.claim();
    return () => mine.release();
  }, [membershipId]);
  const view = useSyncExternalStore(
    phone?.view.subscribe ?? nothing,
    () => phone?.view.get() ?? BEFORE,
    () => BEFORE,
  );
  return { phone, view };
}

/** How the line is, told each second: only for the mark that shows it. */
export function useQuality(phone: Softphone | null): Quality {
  return useSyncExternalStore(
    phone?.quality.subscribe ?? nothing,
    () => phone?.quality.get() ?? NO_QUALITY,
    () => NO_QUALITY,
  );
}

/** The level alone, for what does not count packets. */
export function useQualityLevel(phone: Softphone | null): Quality["level"] {
  return useSyncExternalStore(
    phone?.quality.subscribe ?? nothing,
    () => phone?.quality.get().level ?? "none",
    () => "none",
  );
}
