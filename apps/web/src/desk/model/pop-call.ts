import { renderScript } from "@callbay/domain/script-pages";
import type { LiveEvent } from "~/trpc/live-map.ts";
import type { DeskCall } from "../hooks/use-duty.ts";

type Joined = Extract<LiveEvent, { type: "call.joined" }>;

/**
 * The call as its pop tells it, in the form in which the server tells it a moment later; null when the pop could not
 * carry the contact. What only the server knows (earlier calls, the order asked for) is not there yet.
 */
export function popCall(event: Joined, agentName: string): DeskCall | null {
  const { card, callId, contactId } = event;
  if (!card) return null;
  const { displayName, vip, attributes, phone } = card;
  return {
    callId,
    campaign: card.campaign,
    contact: contactId === null ? null : { id: contactId, displayName, vip, phone, attributes: { ...attributes } },
    phone,
    timezone: card.timezone,
    country: card.country,
    script: renderScript(card.script, { displayName, attributes: { ...attributes }, agent: { name: agentName } }),
    dispositions: [...card.dispositions],
    order: null,
    joinedAt: new Date(event.joinedAt),
    endedAt: null,
    talkMs: 0,
    note: "",
    held: false,
    muted: false,
    recording: event.recording ?? false,
    kind: null,
    detection: null,
    doNotCall: false,
    transfer: null,
    isOwn: true,
    state: "talking",
    history: null,
  };
}
