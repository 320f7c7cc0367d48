import { describe, expect, it } from "vitest";
import {
  MAX_REFUSALS,
  PHONE_OFF,
  type PhoneEffect,
  type PhoneEvent,
  type PhoneModel,
  retryDelayMs,
  statusOf,
  step,
} from "./phone-machine.ts";

function run(events: readonly PhoneEvent[], from: PhoneModel = PHONE_OFF) {
  let model = from;
  const effects: PhoneEffect[] = [];
  for (const event of events) {
    const next = step(model, event);
    model = next.model;
    effects.push(...next.effects);
  }
  return { model, effects, status: statusOf(model) };
}

const start: PhoneEvent = { type: "start" };
const registered: PhoneEvent = { type: "registered" };
const lost: PhoneEvent = { type: "linkLost" };
const inCall = [start, registered, { type: "offered" }, { type: "legUp" }] as const satisfies readonly PhoneEvent[];

describe("the telephone's way to a leg", () => {
  it("opens, registers, answers the platform's call and is in call", () => {
    const { effects, status } = run(inCall);
    expect(effects).toEqual(["open", "answer"]);
    expect(status).toEqual({ name: "inCall", audio: "good" });
  });

  it.each<{ what: string; events: PhoneEvent[]; status: string }>([
    { what: "nothing was started", events: [], status: "off" },
    { what: "the link is being opened", events: [start], status: "connecting" },
    { what: "the call has not come", events: [start, registered], status: "registered" },
    { what: "the call is being answered", events: [start, registered, { type: "offered" }], status: "registered" },
    { what: "the leg ended", events: [...inCall, { type: "legEnded" }], status: "registered" },
    { what: "it was stopped", events: [...inCall, { type: "stop" }], status: "off" },
  ])("is $status when $what", ({ events, status }) => {
    expect(run(events).status.name).toBe(status);
  });

  it("answers the newest call and ends the leg before it", () => {
    const { effects } = run([...inCall, { type: "offered" }]);
    expect(effects).toEqual(["open", "answer", "endOldLeg", "answer"]);
  });

  it("declines a call that comes after it was put away", () => {
    expect(run([{ type: "offered" }]).effects).toEqual(["decline"]);
  });

  it("starts once", () => {
    expect(run([start, start]).effects).toEqual(["open"]);
  });
});

describe("a lost relay", () => {
  it("keeps the leg, and says so", () => {
    expect(run([...inCall, lost]).status).toEqual({ name: "reconnecting", legAlive: true, attempt: 1 });
  });

  it("renegotiates only once the link is up again", () => {
    expect(run([...inCall, lost]).effects).not.toContain("renegotiate");
    const { effects, status } = run([...inCall, lost, lost, registered]);
    expect(effects.filter((effect) => effect === "renegotiate")).toHaveLength(1);
    expect(status).toEqual({ name: "inCall", audio: "good" });
  });

  it("has nothing to renegotiate without a leg", () => {
    expect(run([start, registered, lost, registered]).effects).toEqual(["open"]);
  });

  it("counts tries until it is back", () => {
    expect(run([start, lost, lost, lost]).model.tries).toBe(3);
    expect(run([start, lost, lost, lost, registered]).model.tries).toBe(0);
  });
});

describe("broken audio", () => {
  const broken = [...inCall, { type: "audioBroken" }] as const satisfies readonly PhoneEvent[];

  it("is probed before anything is renegotiated over a link that may be dead", () => {
    expect(run(broken).effects.at(-1)).toBe("probe");
    expect(run([...broken, { type: "audioBroken" }]).effects.filter((effect) => effect === "probe")).toHaveLength(1);
    expect(run([...broken, { type: "probeAnswered" }]).effects.at(-1)).toBe("renegotiate");
  });

  it("on a silent link drops the link, and renegotiates after it is back", () => {
    const { effects } = run([...broken, { type: "probeSilent" }, lost, registered]);
    expect(effects.slice(-3)).toEqual(["probe", "dropLink", "renegotiate"]);
  });

  it("waits for the link when that is lost too", () => {
    expect(run([...inCall, lost, { type: "audioBroken" }]).effects).not.toContain("probe");
  });

  it("that came back by itself needs nothing", () => {
    const { effects, status } = run([...broken, { type: "audioBack" }, { type: "probeAnswered" }]);
    expect(effects).not.toContain("renegotiate");
    expect(status).toEqual({ name: "inCall", audio: "good" });
  });
});

describe("a refused registration", () => {
  const no = (final: boolean): PhoneEvent => ({ type: "registrationFailed", final });

  it("is tried again, later", () => {
    const { effects, status } = run([start, no(true)]);
    expect(effects).toEqual(["open", "registerLater"]);
    expect(status.name).toBe("reconnecting");
  });

  it("is final after enough of them, and closes", () => {
    const { effects, status } = run([start, ...Array.from({ length: MAX_REFUSALS }, () => no(true))]);
    expect(effects.at(-1)).toBe("close");
    expect(status).toEqual({ name: "failed", reason: "refused" });
  });

  it("of a busy exchange is never final", () => {
    expect(run([start, ...Array.from({ length: 40 }, () => no(false))]).status.name).toBe("reconnecting");
  });

  it("never takes a living leg down", () => {
    const { effects } = run([...inCall, lost, ...Array.from({ length: 40 }, () => no(true))]);
    expect(effects).not.toContain("close");
  });

  it("can be followed by a new start", () => {
    const failed = run([start, ...Array.from({ length: MAX_REFUSALS }, () => no(true))]).model;
    expect(run([start], failed)).toMatchObject({ effects: ["open"], status: { name: "connecting" } });
  });
});

describe("retryDelayMs", () => {
  it("doubles up to 8 s and is spread over its upper half", () => {
    expect([1, 2, 3, 4, 5, 6, 30].map((tries) => retryDelayMs(tries, 1))).toEqual([
      500, 1000, 2000, 4000, 8000, 8000, 8000,
    ]);
    expect(retryDelayMs(5, 0)).toBe(4000);
  });
});
