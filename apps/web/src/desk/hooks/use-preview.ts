"use client";
import { useEffect } from "react";
import type { DeskActions } from "./use-actions.ts";

/** Where nobody is due now, somebody may be in a while. */
const LOOK_AGAIN_MS = 15_000;

/**
 * Asks for the next contact by itself, as soon as its agent is free: nobody clicks between calls. Only where a campaign
 * lets its agents choose, or a promise is due.
 */
export function usePreview(isFree: boolean, wants: boolean, { previewNext }: DeskActions): void {
  const { mutate } = previewNext;
  useEffect(() => {
    if (!isFree || !wants) return;
    mutate({});
    const timer = setInterval(() => mutate({}), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isFree, wants, mutate]);
}
