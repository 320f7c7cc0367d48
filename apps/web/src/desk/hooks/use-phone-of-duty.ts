"use client";
import { useEffect, useRef } from "react";
import type { InHand } from "../model/in-hand.ts";
import type { useDuty } from "./use-duty.ts";
import type { PhoneOfPage } from "./use-softphone.ts";

const LINK_WATCH_MS = 4_000;

interface PhoneOfDutyInput {
  readonly page: PhoneOfPage;
  readonly duties: ReturnType<typeof useDuty>;
  readonly hand: InHand;
  /** Takes the telephone of a duty that goes on. */
  readonly reconnect: () => void;
}

/** The telephone follows the duty session: its credentials come with it and go with it. */
export function usePhoneOfDuty({ page: { phone, view }, duties, hand, reconnect }: PhoneOfDutyInput): void {
  const { duty, refresh } = duties;
  const { isLive, liveCallId } = hand;
  const sip = duty?.session?.device === "webrtc" ? duty.session.sip : null;
  const accessKey = sip ? `${sip.username} ${sip.relayUrl}` : "";
  const isKnown = duty !== null;
  const latest = useRef(reconnect);
  latest.current = reconnect;
  useEffect(() => {
    if (!phone || !isKnown || view.tab !== "mine") return;
    if (!accessKey) phone.stop();
    else if (!phone.isWith(accessKey)) latest.current();
  }, [phone, isKnown, accessKey, view.tab]);

  useEffect(() => phone?.setTalking(isLive), [phone, isLive]);
  // A call that was muted before a reload stays so; after that the microphone itself says. Nobody is muted between calls.
  const wasMuted = useRef(false);
  wasMuted.current = duty?.call?.muted ?? false;
  useEffect(() => phone?.setMuted(liveCallId !== null && wasMuted.current), [phone, liveCallId]);

  // A lost line may mean a duty that ended or moved: the server knows.
  const isDown = view.status.name === "reconnecting" || view.status.name === "failed";
  const linkDown = duty?.session != null && isDown;
  useEffect(() => {
    if (!linkDown) return;
    const timer = setInterval(() => void refresh(), LINK_WATCH_MS);
    return () => clearInterval(timer);
  }, [linkDown, refresh]);

  useEffect(() => {
    if (!isLive) return;
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, [isLive]);
}
