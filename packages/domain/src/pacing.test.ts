import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createPacingModel,
  decidePacing,
  observe,
  type PacingEvent,
  type PacingParams,
  type PacingSnapshot,
  restorePacingModel,
} from "./pacing.ts";

const params: PacingParams = {
  maxAbandonedRate: 0.03,
  joinDeadlineMs: 2000,
  ringTimeoutMs: 25_000,
  mode: "progressive",
};
const times = (count: number) => Array.from({ length: count }, () => 0);

function floor(ready: number, ringing: number, waiting: number, linesFree: number, talking = 0): PacingSnapshot {
  return {
    nowMs: 1000,
    agents: [
      ...times(ready).map((sinceMs) => ({ phase: "ready" as const, sinceMs })),
      ...times(talking).map((sinceMs) => ({ phase: "talking" as const, sinceMs })),
    ],
    ringing: times(ringing).map((placedAtMs) => ({ placedAtMs })),
    waiting: times(waiting).map((answeredAtMs) => ({ answeredAtMs })),
    ledger: { answered: 100, abandoned: 2, windowEndsMs: 1e12 },
    linesFree,
  };
}

describe("progressive", () => {
  it.each([
    ["all free", floor(3, 0, 0, 10), 3, "agents_ready"],
    ["one rings for one of them", floor(3, 1, 0, 10), 2, "agents_ready"],
    ["one waits to be joined", floor(3, 1, 1, 10), 1, "agents_ready"],
    ["enough ring already", floor(3, 3, 0, 10), 0, "enough_in_flight"],
    ["more ring than are free", floor(1, 5, 0, 10), 0, "enough_in_flight"],
    ["few lines", floor(3, 0, 0, 2), 2, "lines_limit"],
    ["no line", floor(3, 0, 0, 0), 0, "lines_limit"],
    ["lines overdrawn", floor(3, 0, 0, -4), 0, "lines_limit"],
    ["all talk", floor(0, 0, 0, 10, 4), 0, "no_agent_ready"],
    ["nobody on duty", floor(0, 0, 0, 10), 0, "no_agent_on_duty"],
  ])("%s", (_, snapshot, launch, reason) => {
    expect(decidePacing(createPacingModel(params), snapshot)).toMatchObject({ launch, reason });
  });

  it("never has more calls in flight than agents ready, nor than lines", () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.nat(50),
        fc.nat(50),
        fc.integer({ min: -5, max: 50 }),
        (ready, ringing, waiting, lines) => {
          const { launch } = decidePacing(createPacingModel(params), floor(ready, ringing, waiting, lines));
          expect(launch).toBeGreaterThanOrEqual(0);
          expect(launch).toBeLessThanOrEqual(Math.max(0, lines));
          if (launch > 0) expect(launch + ringing + waiting).toBeLessThanOrEqual(ready);
        },
      ),
    );
  });

  it("shows the figures it decided on", () => {
    expect(decidePacing(createPacingModel(params), floor(3, 1, 1, 9, 2)).diagnostics).toEqual({
      ready: 3,
      talking: 2,
      wrapup: 0,
      ringing: 1,
      waiting: 1,
      linesFree: 9,
      wanted: 1,
      abandonedRate: 0.02,
    });
  });
});

describe("the model", () => {
  const events: PacingEvent[] = [
    { type: "placed", atMs: 0, placedAtMs: 0 },
    { type: "answered", atMs: 9000, placedAtMs: 0 },
    { type: "talkEnded", atMs: 60_000, durationMs: 50_000 },
    { type: "wrapupEnded", atMs: 70_000, durationMs: 10_000 },
  ];
  const learnt = events.reduce(observe, createPacingModel(params));

  it("counts what it is told and leaves the former model as it was", () => {
    const before = createPacingModel(params);
    observe(before, { type: "placed", atMs: 0, placedAtMs: 0 });
    expect(before).toEqual(createPacingModel(params));
    expect(learnt).toMatchObject({
      counts: { placed: 1, answered: 1, abandoned: 0, talkEnded: 1, wrapupEnded: 1 },
      talk: { events: 1 },
      wrapup: { events: 1 },
    });
  });

  it("survives the database, under the parameters of today", () => {
    expect(restorePacingModel(params, JSON.parse(JSON.stringify(learnt)))).toEqual(learnt);
    const edited = { ...params, ringTimeoutMs: 20_000 };
    expect(restorePacingModel(edited, learnt).params).toEqual(edited);
  });

  it.each([null, {}, { version: 1, counts: learnt.counts }, { ...learnt, counts: {} }, { ...learnt, ring: {} }, "x"])(
    "begins anew from %j",
    (json) => {
      expect(restorePacingModel(params, json)).toEqual(createPacingModel(params));
    },
  );
});
