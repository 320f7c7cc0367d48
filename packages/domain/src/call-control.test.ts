import { describe, expect, test } from "vitest";
import {
  placesOf,
  startTransfer,
  stepTransfer,
  TRANSFER_ACTS,
  type Transfer,
  type TransferEvent,
  type TransferStep,
} from "./call-control.ts";

const attended = startTransfer("number", "attended");
const at = (phase: Transfer["phase"], more: Partial<Transfer> = {}): Transfer => ({ ...attended, phase, ...more });
const of = (step: TransferStep) =>
  step.ok ? `${step.transfer?.phase ?? "over"} ${step.effect}${step.result ? ` ${step.result}` : ""}` : step.code;

describe("a step of a transfer", () => {
  test.each<[Transfer, TransferEvent["type"], string]>([
    [at("calling"), "answered", "consulting stay"],
    [at("calling", { mode: "blind" }), "answered", "away handOver"],
    [at("calling", { kind: "agent", mode: "blind" }), "answered", "over handOver completed"],
    [at("calling"), "targetGone", "over stay failed"],
    [at("calling", { orphan: true }), "targetGone", "over endCall failed"],
    [at("calling"), "cancel", "over dropTarget cancelled"],
    [at("calling"), "complete", "calling stay"],
    [at("calling", { mode: "blind" }), "complete", "TRANSFER_ALREADY"],
    [at("calling"), "swap", "TRANSFER_NOT_ANSWERED"],
    [at("calling"), "conference", "TRANSFER_NOT_ANSWERED"],
    [at("calling"), "agentGone", "calling stay"],
    [at("consulting"), "answered", "TRANSFER_ALREADY"],
    [at("consulting"), "swap", "swapped stay"],
    [at("consulting"), "conference", "conference stay"],
    [at("consulting"), "complete", "away handOver"],
    [at("consulting", { kind: "queue" }), "complete", "over handOver completed"],
    [at("consulting"), "cancel", "over dropTarget cancelled"],
    [at("consulting"), "targetGone", "over stay left"],
    [at("consulting"), "agentGone", "away handOver"],
    [at("swapped"), "swap", "consulting stay"],
    [at("swapped"), "agentGone", "away handOver"],
    [at("conference"), "swap", "swapped stay"],
    [at("conference"), "conference", "TRANSFER_ALREADY"],
    [at("conference"), "targetGone", "over stay left"],
    [at("away"), "targetGone", "over endCall completed"],
    [at("away"), "cancel", "TRANSFER_OVER"],
    [at("away"), "agentGone", "TRANSFER_OVER"],
    [at("away"), "callEnded", "over dropTarget completed"],
    [at("swapped"), "callEnded", "over dropTarget ended"],
  ])("%o, %s", (transfer, type, expected) => {
    expect(of(stepTransfer(transfer, { type } as TransferEvent))).toBe(expected);
  });

  test("an agent who gave up waiting hands over at the answer; who is gone for good and comes back, too", () => {
    const asked = stepTransfer(attended, { type: "complete" });
    const left = stepTransfer(attended, { type: "agentGone" });
    for (const step of [asked, left]) {
      if (!step.ok || !step.transfer) throw new Error("it goes on");
      expect(of(stepTransfer(step.transfer, { type: "answered" }))).toBe("away handOver");
    }
  });
});

/** Every way through ten steps: what can go wrong with a customer is looked for, not thought of. */
test("the customer is with somebody, or on the way to somebody, after every sequence of events", () => {
  const events: TransferEvent["type"][] = [...TRANSFER_ACTS, "answered", "targetGone", "agentGone", "agentBack"];
  const seen = new Set<string>();
  const walk = (transfer: Transfer, agentIsThere: boolean): void => {
    const key = JSON.stringify([transfer, agentIsThere]);
    if (seen.has(key)) return;
    seen.add(key);
    for (const type of events) {
      const there = type === "agentGone" ? false : type === "agentBack" ? true : agentIsThere;
      const step = stepTransfer(transfer, { type } as TransferEvent);
      if (!step.ok) continue;
      if (step.transfer) {
        const { customer, target } = placesOf(step.transfer, { held: false, lost: !there });
        // Alone with music only while the agent or somebody who is called is still to come.
        if (customer === "music" && step.transfer.phase !== "calling") expect(there).toBe(true);
        if (customer === "room") expect(target).toBe("room");
        walk(step.transfer, there);
      } else if (step.effect === "stay" || step.effect === "dropTarget") {
        // Back to the agent: then there is one, unless the agent was lost only now and may return.
        expect(transfer.orphan && type !== "cancel").toBe(false);
      }
    }
  };
  for (const kind of ["number", "agent", "queue"] as const)
    for (const mode of ["blind", "attended"] as const) walk(startTransfer(kind, mode), true);
  expect(seen.size).toBeGreaterThan(20);
});

test.each([
  [null, { held: false, lost: false }, "desk music"],
  [null, { held: true, lost: false }, "music music"],
  [null, { held: false, lost: true }, "music music"],
  ["consulting", { held: false, lost: false }, "music desk"],
  ["consulting", { held: false, lost: true }, "music music"],
  ["swapped", { held: false, lost: false }, "desk music"],
  ["conference", { held: false, lost: true }, "desk desk"],
  ["away", { held: false, lost: true }, "room room"],
] as const)("where everybody belongs: %s %o", (phase, agent, expected) => {
  const { customer, target } = placesOf(phase && { phase }, agent);
  expect(`${customer} ${target}`).toBe(expected);
});
