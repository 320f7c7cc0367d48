import type { PhoneFailure, PhoneStatus } from "./types.ts";

/** The telephone as far as decisions need it: the way to the exchange, and the one leg that it calls us with. */
export interface PhoneModel {
  readonly link: "none" | "opening" | "up" | "refused" | "lost";
  readonly leg: "none" | "answering" | "up";
  readonly audio: "good" | "broken";
  /** A probe or a renegotiation is under way. */
  readonly mending: boolean;
  /** Tries since the link was last up. */
  readonly tries: number;
  readonly failure: PhoneFailure | null;
}

export type PhoneEvent =
  | { readonly type: "start" }
  | { readonly type: "stop" }
  | { readonly type: "unsupported" }
  /** The exchange accepted our registration, for the first time or after a loss. */
  | { readonly type: "registered" }
  | { readonly type: "linkLost" }
  /** The exchange answered, and said no. `final`: it does not know us, rather than being busy. */
  | { readonly type: "registrationFailed"; readonly final: boolean }
  | { readonly type: "offered" }
  | { readonly type: "legUp" }
  | { readonly type: "legEnded" }
  | { readonly type: "audioBroken" }
  | { readonly type: "audioBack" }
  /** Something came over the link, so it lives. */
  | { readonly type: "probeAnswered" }
  | { readonly type: "probeSilent" }
  | { readonly type: "renegotiated" };

export type PhoneEffect =
  | "open"
  | "close"
  | "answer"
  | "decline"
  /** Ends the leg that a newer one replaces. */
  | "endOldLeg"
  | "registerLater"
  /** Asks the exchange for any sign of life, in a way that harms no leg. */
  | "probe"
  /** Drops the socket, so that it is opened anew. */
  | "dropLink"
  | "renegotiate";

export interface PhoneStep {
  readonly model: PhoneModel;
  readonly effects: readonly PhoneEffect[];
}

export const PHONE_OFF: PhoneModel = {
  link: "none",
  leg: "none",
  audio: "good",
  mending: false,
  tries: 0,
  failure: null,
};

/** A refusal that repeats this often is no accident of a starting node. */
export const MAX_REFUSALS = 6;

/**
 * One step of the telephone.
 *
 * A lost link never ends a leg: audio flows past the relay. The order of mending is fixed, since JsSIP ends a session
 * whose re-INVITE meets a dead socket: first the link is up again (registered), only then the leg is renegotiated.
 */
export function step(model: PhoneModel, event: PhoneEvent): PhoneStep {
  if (event.type === "start") {
    return model.link === "none" ? { model: { ...PHONE_OFF, link: "opening" }, effects: ["open"] } : stay(model);
  }
  // Events of a telephone that was put away come late and change nothing.
  if (model.link === "none") return event.type === "offered" ? { model, effects: ["decline"] } : stay(model);

  switch (event.type) {
    case "stop":
      return { model: PHONE_OFF, effects: ["close"] };
    case "unsupported":
      return { model: { ...PHONE_OFF, failure: "unsupported" }, effects: ["close"] };
    case "registered": {
      const mends = model.leg === "up";
      const effects: PhoneEffect[] = mends ? ["renegotiate"] : [];
      return { model: { ...model, link: "up", tries: 0, mending: mends }, effects };
    }
    case "linkLost":
      return { model: { ...model, link: "lost", mending: false, tries: model.tries + 1 }, effects: [] };
    case "registrationFailed":
      return refused(model, event.final);
    case "offered":
      // The newest call wins: a node that calls again has lost the leg that we still believe in.
      return {
        model: { ...model, leg: "answering", audio: "good", mending: false },
        effects: model.leg === "none" ? ["answer"] : ["endOldLeg", "answer"],
      };
    case "legUp":
      return { model: { ...model, leg: "up", audio: "good", mending: false }, effects: [] };
    case "legEnded":
      return { model: { ...model, leg: "none", audio: "good", mending: false }, effects: [] };
    case "audioBroken": {
      const canMend = model.leg === "up" && model.link === "up" && !model.mending;
      return {
        model: { ...model, audio: "broken", mending: canMend || model.mending },
        effects: canMend ? ["probe"] : [],
      };
    }
    case "audioBack":
      return { model: { ...model, audio: "good", mending: false }, effects: [] };
    case "probeAnswered":
      if (model.audio !== "broken" || model.leg !== "up" || model.link !== "up") return stay(model);
      return { model: { ...model, mending: true }, effects: ["renegotiate"] };
    case "probeSilent":
      return model.link === "up" ? { model: { ...model, mending: false }, effects: ["dropLink"] } : stay(model);
    case "renegotiated":
      return { model: { ...model, mending: false }, effects: [] };
  }
}

function stay(model: PhoneModel): PhoneStep {
  return { model, effects: [] };
}

function refused(model: PhoneModel, final: boolean): PhoneStep {
  const tries = model.tries + 1;
  if (final && tries >= MAX_REFUSALS && model.leg === "none") {
    return { model: { ...PHONE_OFF, failure: "refused" }, effects: ["close"] };
  }
  return { model: { ...model, link: "refused", tries }, effects: ["registerLater"] };
}

/** What the model means to the person at the desk. */
export function statusOf(model: PhoneModel): PhoneStatus {
  if (model.failure) return { name: "failed", reason: model.failure };
  if (model.link === "none") return { name: "off" };
  if (model.link === "opening") return { name: "connecting" };
  if (model.link !== "up") return { name: "reconnecting", legAlive: model.leg === "up", attempt: model.tries };
  return model.leg === "up" ? { name: "inCall", audio: model.audio } : { name: "registered" };
}

/** Milliseconds until the next registration: doubling from half a second to 8 s, spread so that a floor does not return as one. */
export function retryDelayMs(tries: number, random: number): number {
  const ceiling = Math.min(8_000, 500 * 2 ** Math.max(0, tries - 1));
  return Math.round(ceiling * (0.5 + random / 2));
}
