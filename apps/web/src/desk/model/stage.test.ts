import { PAUSE_REASONS } from "@callbay/domain/duty-machine";
import { describe, expect, it } from "vitest";
import { type AlertFacts, alertOf, type DeskFacts, type DutyFacts, pauseReasonOf, stageOf } from "./stage.ts";

const duty = (more: Partial<DutyFacts> = {}): DutyFacts => ({
  state: "ready",
  pauseReason: null,
  hasCall: false,
  held: false,
  preview: null,
  owes: false,
  ...more,
});
const facts = (more: Partial<DeskFacts> = {}): DeskFacts => ({
  tab: "mine",
  phone: { name: "inCall", audio: "good" },
  media: null,
  duty: duty(),
  popped: false,
  surroundings: { hasSeat: true, campaigns: 1, running: 1, lastEnd: null },
  refusal: null,
  ...more,
});
const off = duty({ state: "off" });

describe("stageOf", () => {
  it.each<[string, DeskFacts, string]>([
    ["nothing is known yet", facts({ duty: null }), "loading"],
    ["the tab does not know whether it may", facts({ tab: "asking" }), "loading"],
    ["another tab has the telephone", facts({ tab: "elsewhere" }), "elsewhere"],
    ["another tab took it in mid-call", facts({ tab: "taken", duty: duty({ state: "talking" }) }), "taken"],
    ["ready and campaigns run", facts(), "waiting"],
    ["the surroundings are not known yet", facts({ surroundings: null }), "waiting"],
    ["a call popped before the server knows", facts({ popped: true }), "talking"],
    ["talking", facts({ duty: duty({ state: "talking", hasCall: true }) }), "talking"],
    ["on hold", facts({ duty: duty({ state: "talking", hasCall: true, held: true }) }), "held"],
    ["talking without a microphone", facts({ duty: duty({ state: "talking" }), media: "no_device" }), "talking"],
    [
      "talking over a lost relay",
      facts({ duty: duty({ state: "talking" }), phone: { name: "reconnecting", legAlive: true, attempt: 2 } }),
      "talking",
    ],
    ["wrap-up", facts({ duty: duty({ state: "wrapup", owes: true }) }), "wrapup"],
    ["a word is due from before", facts({ duty: duty({ owes: true }) }), "owed"],
    ["a word is due, and off duty", facts({ duty: duty({ state: "off", owes: true }) }), "owed"],
    ["a contact to look at", facts({ duty: duty({ state: "previewing", preview: "looking" }) }), "preview"],
    ["the contact is on its way", facts({ duty: duty({ state: "previewing" }) }), "waiting"],
    ["their own call rings", facts({ duty: duty({ state: "previewing", preview: "dialing" }) }), "dialing"],
    [
      "their own call rings, with a word due",
      facts({ duty: duty({ state: "previewing", preview: "dialing", owes: true }) }),
      "dialing",
    ],
    [
      "a contact to look at without a microphone",
      facts({ duty: duty({ state: "previewing", preview: "looking" }), media: "denied", phone: { name: "off" } }),
      "microphone",
    ],
    ["connecting", facts({ duty: duty({ state: "connecting" }), phone: { name: "registered" } }), "connecting"],
    ["paused", facts({ duty: duty({ state: "paused", pauseReason: "meal" }) }), "paused"],
    ["the microphone is refused", facts({ duty: off, media: "denied", phone: { name: "off" } }), "microphone"],
    ["the microphone is refused while on duty", facts({ media: "denied", phone: { name: "off" } }), "microphone"],
    ["the exchange refuses", facts({ phone: { name: "failed", reason: "refused" } }), "phoneFailed"],
    ["off", facts({ duty: off, phone: { name: "off" } }), "off"],
  ])("when %s", (_, given, name) => {
    expect(stageOf(given).name).toBe(name);
  });

  const surroundings = { hasSeat: true, campaigns: 1, running: 0, lastEnd: null };
  it("says that nothing runs", () => {
    expect(stageOf(facts({ surroundings }))).toEqual({ name: "noCampaign", onSome: true });
    expect(stageOf(facts({ surroundings: { ...surroundings, campaigns: 0 } }))).toEqual({
      name: "noCampaign",
      onSome: false,
    });
  });

  it("says that there is no seat, before and after trying", () => {
    expect(stageOf(facts({ duty: off, surroundings: { ...surroundings, hasSeat: false } })).name).toBe("noSeat");
    expect(stageOf(facts({ duty: off, refusal: "NO_SEAT" })).name).toBe("noSeat");
    expect(stageOf(facts({ duty: off, refusal: "NO_NODE" })).name).toBe("off");
  });

  it("says how duty ended when the agent did not end it", () => {
    const after = (lastEnd: "agent" | "kicked" | "node_lost") =>
      stageOf(facts({ duty: off, surroundings: { ...surroundings, lastEnd } }));
    expect(after("agent")).toEqual({ name: "off" });
    expect(after("kicked")).toEqual({ name: "kicked" });
    expect(after("node_lost")).toEqual({ name: "ended", reason: "node_lost" });
  });

  it("knows every reason of a pause", () => {
    expect(PAUSE_REASONS.map(pauseReasonOf)).toEqual([...PAUSE_REASONS]);
    expect(pauseReasonOf("lunch")).toBeNull();
  });
});

const calm: AlertFacts = {
  phone: { name: "inCall", audio: "good" },
  media: null,
  audioBlocked: false,
  muted: false,
  onDuty: true,
  talking: true,
  quality: "good",
  next: null,
  live: "live",
};

describe("alertOf", () => {
  it.each<[string | null, Partial<AlertFacts>]>([
    [null, {}],
    ["relayLostCall", { phone: { name: "reconnecting", legAlive: true, attempt: 1 } }],
    ["relayLost", { phone: { name: "reconnecting", legAlive: false, attempt: 1 }, talking: false }],
    ["relayLost", { phone: { name: "reconnecting", legAlive: true, attempt: 1 }, talking: false }],
    ["audioBroken", { phone: { name: "inCall", audio: "broken" } }],
    [null, { phone: { name: "inCall", audio: "broken" }, talking: false }],
    ["microphoneLost", { media: "no_device" }],
    ["audioBlocked", { audioBlocked: true }],
    ["silent", { quality: "silent" }],
    ["muted", { muted: true, quality: "poor" }],
    ["poor", { quality: "poor" }],
    ["kickedSoon", { next: "off" }],
    [null, { next: "paused" }],
    ["liveLost", { live: "lost" }],
    ["liveLost", { live: "lost", onDuty: false }],
    [null, { onDuty: false, audioBlocked: true }],
  ])("%s", (alert, more) => {
    expect(alertOf({ ...calm, ...more })).toBe(alert);
  });
});
