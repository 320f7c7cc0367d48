import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createPacingModel,
  decidePacing,
  observe,
  type PacingEvent,
  type PacingModel,
  type PacingParams,
  type PacingSnapshot,
  restorePacingModel,
} from "../pacing.ts";
import { survivalAt } from "./duration-law.ts";

const params: PacingParams = {
  maxAbandonedRate: 0.03,
  joinDeadlineMs: 2_000,
  ringTimeoutMs: 25_000,
  mode: "predictive",
};
const NOW = 3_600_000;
const DAY_ENDS = 8 * 3_600_000;

/** A model that has dialled for an hour: three calls in ten are answered, after ten seconds. */
function taught(over: Partial<PacingParams> = {}): PacingModel {
  let model = createPacingModel({ ...params, ...over });
  const tell = (event: PacingEvent): void => {
    model = observe(model, event);
  };
  for (let i = 0; i < 600; i++) {
    const placedAtMs = NOW - 1_000 * (700 - i);
    tell({ type: "placed", atMs: placedAtMs, placedAtMs });
    if (i % 10 < 3) {
      tell({ type: "answered", atMs: placedAtMs + 6_000 + (i % 7) * 1_000, placedAtMs });
      tell({ type: "joined", atMs: placedAtMs + 9_000, placedAtMs });
      tell({ type: "talkEnded", atMs: placedAtMs + 90_000, durationMs: 20_000 + (i % 90) * 1_000 });
      tell({ type: "wrapupEnded", atMs: placedAtMs + 100_000, durationMs: 8_000 + (i % 9) * 1_000 });
    } else tell({ type: "failed", atMs: placedAtMs + (i % 10 < 5 ? 3_000 : 25_000), placedAtMs });
  }
  return model;
}

interface Shape {
  readonly ready: number;
  readonly talking: readonly number[];
  readonly wrapup: readonly number[];
  readonly ringing: readonly number[];
  readonly waiting: number;
  readonly linesFree: number;
  readonly answered: number;
  readonly abandoned: number;
}

const calm: Shape = {
  ready: 0,
  talking: [],
  wrapup: [],
  ringing: [],
  waiting: 0,
  linesFree: 1_000,
  answered: 900,
  abandoned: 10,
};

/** Ages are seconds. */
function floor(over: Partial<Shape>): PacingSnapshot {
  const shape = { ...calm, ...over };
  return {
    nowMs: NOW,
    agents: [
      ...Array.from({ length: shape.ready }, () => ({ phase: "ready" as const, sinceMs: NOW - 1_000 })),
      ...shape.talking.map((age) => ({ phase: "talking" as const, sinceMs: NOW - 1_000 * age })),
      ...shape.wrapup.map((age) => ({ phase: "wrapup" as const, sinceMs: NOW - 1_000 * age })),
    ],
    ringing: shape.ringing.map((age) => ({ placedAtMs: NOW - 1_000 * age })),
    waiting: Array.from({ length: shape.waiting }, () => ({ answeredAtMs: NOW - 500 })),
    ledger: { answered: shape.answered, abandoned: shape.abandoned, windowEndsMs: DAY_ENDS },
    linesFree: shape.linesFree,
  };
}

const shapes = fc.record({
  ready: fc.nat(20),
  talking: fc.array(fc.nat(900), { maxLength: 30 }),
  wrapup: fc.array(fc.nat(200), { maxLength: 10 }),
  ringing: fc.array(fc.nat(40), { maxLength: 60 }),
  waiting: fc.nat(5),
  linesFree: fc.integer({ min: -5, max: 80 }),
  answered: fc.nat(20_000),
  abandoned: fc.nat(600),
});

/** Wants to be told of 200 answers before it risks anything. */
const model = taught();

describe("predictive dialling", () => {
  it("dials ahead for agents who will soon be free, and says what it expected", () => {
    const busy = floor({ ready: 1, talking: [10, 30, 50, 70, 90, 100], wrapup: [2, 5, 9, 11] });
    const decision = decidePacing(model, busy);
    expect(decision.reason).toBe("agents_soon_free");
    expect(decision.launch).toBeGreaterThan(1);
    const { forecast } = decision.diagnostics;
    expect(forecast?.answerRate).toBeCloseTo(0.3, 1);
    // The last one placed was worth its risk, the next one would not be.
    expect(forecast?.risk).toBeGreaterThan(forecast?.riskAllowed ?? 1);
    expect(forecast?.expectedAnswers).toBeLessThan(forecast?.expectedFree ?? 0);
  });

  it("dials as progressive does while the limit leaves nothing to risk", () => {
    const spent = { answered: 1_000, abandoned: 32, ready: 3, talking: [5, 200], wrapup: [9], ringing: [1] };
    expect(decidePacing(model, floor(spent))).toMatchObject({ launch: 2, reason: "limit_near" });
  });

  it("with a limit of zero never dials for an agent who is not ready", () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { launch } = decidePacing(taughtForZero, floor(shape));
        expect(launch).toBeLessThanOrEqual(Math.max(0, shape.ready - shape.ringing.length - shape.waiting));
      }),
    );
  });
  const taughtForZero = { ...model, params: { ...params, maxAbandonedRate: 0 } };

  it("places from zero up to the lines, whole calls, and never fewer than progressive would", () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { launch } = decidePacing(model, floor(shape));
        expect(Number.isInteger(launch)).toBe(true);
        expect(launch).toBeGreaterThanOrEqual(Math.min(progressive(shape), Math.max(0, shape.linesFree)));
        expect(launch).toBeLessThanOrEqual(Math.max(0, shape.linesFree));
        if (shape.ready + shape.talking.length + shape.wrapup.length === 0) expect(launch).toBe(0);
      }),
    );
  });

  it("wants no more with a call more under way, nor with an agent less", () => {
    const wanted = (shape: Shape): number =>
      decidePacing(model, floor({ ...shape, linesFree: 10_000 })).diagnostics.wanted;
    fc.assert(
      fc.property(shapes, fc.nat(20), (shape, age) => {
        const some = wanted(shape);
        expect(wanted({ ...shape, ringing: [...shape.ringing, age] })).toBeLessThanOrEqual(some);
        expect(wanted({ ...shape, waiting: shape.waiting + 1 })).toBeLessThanOrEqual(some);
      }),
    );
  });

  it("risks less the more of the budget is spent", () => {
    let before = Number.POSITIVE_INFINITY;
    for (let abandoned = 0; abandoned <= 40; abandoned += 2) {
      const allowed = decidePacing(model, floor({ abandoned, ready: 4, talking: [40] })).diagnostics.forecast
        ?.riskAllowed;
      expect(allowed).toBeLessThanOrEqual(before);
      before = allowed ?? 0;
    }
    expect(before).toBe(0);
  });

  it("is careful while it knows little", () => {
    const team = floor({ ready: 100, answered: 0, abandoned: 0 });
    const sure = decidePacing(createPacingModel(params), team);
    const rumour = decidePacing(createPacingModel(params, { answerRate: 0.1 }), team);
    // Told that one in ten answers, it does not place a thousand calls for a hundred agents on a rumour.
    expect(sure.launch).toBeLessThan(250);
    expect(rumour.launch).toBeLessThan(700);
    expect(rumour.launch).toBeGreaterThan(sure.launch);
  });
});

const progressive = (shape: Shape): number => Math.max(0, shape.ready - shape.ringing.length - shape.waiting);

describe("what it learns", () => {
  it("knows the answer rate whatever fails fast", () => {
    const { forecast } = decidePacing(model, floor({ ready: 1 })).diagnostics;
    expect(Math.abs((forecast?.answerRate ?? 0) - 0.3)).toBeLessThan(0.03);
    expect(forecast?.talkS).toBeGreaterThan(50);
    expect(forecast?.talkS).toBeLessThan(80);
  });

  it("has laws that only fall", () => {
    const { survival } = decidePacing(model, floor({ talking: [3, 500] })).model.talk;
    for (let second = 1; second < 3_000; second += 7)
      expect(survivalAt(survival, second)).toBeLessThanOrEqual(survivalAt(survival, second - 1));
    expect(survivalAt(survival, 60)).toBeLessThan(0.7);
    expect(survivalAt(survival, 60)).toBeGreaterThan(0.3);
  });

  it("goes on exactly where it was after a restart", () => {
    fc.assert(
      fc.property(fc.array(shapes, { minLength: 1, maxLength: 6 }), fc.nat(5), (seen, killedAt) => {
        let through = model;
        let restarted = model;
        seen.forEach((shape, index) => {
          const snapshot = { ...floor(shape), nowMs: NOW + 500 * index };
          const a = decidePacing(through, snapshot);
          const b = decidePacing(restarted, snapshot);
          expect(b).toEqual(a);
          const event = { type: "answered", atMs: NOW + 500 * index, placedAtMs: NOW - 8_000 } as const;
          through = observe(a.model, event);
          restarted = observe(b.model, event);
          if (index === killedAt) restarted = restorePacingModel(params, JSON.parse(JSON.stringify(restarted)));
        });
      }),
      { numRuns: 30 },
    );
  });

  it("stays small enough to be written down every second", () => {
    expect(JSON.stringify(model).length).toBeLessThan(20_000);
  });
});

/** Two hundred agents begin a campaign of which nothing is known; nobody answers before the fifteenth second. */
describe("a beginning whose callees answer late", () => {
  it("does not take the silence of the first seconds for a low answer rate", () => {
    let model = createPacingModel({ ...params, ringTimeoutMs: 40_000 });
    const placed: number[] = [];
    for (let second = 0; second < 15; second++) {
      const nowMs = NOW + second * 1_000;
      const snapshot = { ...floor({ ready: 200, answered: 0, abandoned: 0, linesFree: 100_000 }), nowMs };
      const ringing = placed.map((placedAtMs) => ({ placedAtMs }));
      const { launch, model: next } = decidePacing(model, { ...snapshot, ringing });
      model = next;
      for (let i = 0; i < launch; i++) {
        placed.push(nowMs);
        model = observe(model, { type: "placed", atMs: nowMs, placedAtMs: nowMs });
      }
    }
    expect(placed.length).toBeGreaterThanOrEqual(200);
    // Half of them are expected to answer, and that is a guess.
    expect(placed.length).toBeLessThanOrEqual(400);
  });
});
