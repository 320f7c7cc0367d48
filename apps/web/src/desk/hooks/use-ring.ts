"use client";
import { useEffect } from "react";
import { ringOnce } from "../softphone/ringer.ts";

/** Rings when a call or a contact comes, for whoever has taken the headset off. */
export function useRing(isMine: boolean, callId: string | null, offerId: string | null): void {
  useEffect(() => {
    if (isMine && callId !== null) void ringOnce();
  }, [isMine, callId]);
  useEffect(() => {
    if (isMine && offerId !== null) void ringOnce();
  }, [isMine, offerId]);
}
