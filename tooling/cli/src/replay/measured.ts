/** What a minute of the real exchange came to, from the rows that it left, and how long its signals took. */
import { calleeBehaviour } from "@callbay/tooling-runtime/carrier";
import { median } from "../bench/figure.ts";
import type { World } from "../chaos/world.ts";
import { JOIN_DEADLINE_MS, RING_TIMEOUT_MS, wrapupAfter } from "./laws.ts";
import type { Latency, Minute } from "./simulated.ts";

interface AttemptRow {
  /** Was it placed, or given back before that? */
  readonly claimed: boolean;
  readonly phone: string;
  readonly reservedAt: Date;
  readonly answeredAt: Date | null;
  readonly joinedAt: Date | null;
  readonly partedAt: Date | null;
  readonly endedAt: Date | null;
  readonly outcome: string | null;
}

interface WrapupRow {
  readonly callId: string;
  readonly ms: number;
}

/** The moment of the first reservation; null before it. */
export async function firstReservation({ db, floor }: World): Promise<Date | null> {
  const first = await db.asOperator((tx) =>
    tx.attempt.findFirst({
      where: { tenantId: floor.tenantId },
      orderBy: { reservedAt: "asc" },
      select: { reservedAt: true },
    }),
  );
  return first?.reservedAt ?? null;
}

/** The seconds from the first reservation on. */
export async function measure(
  world: World,
  startedAt: Date,
  seconds: number,
): Promise<{ minute: Minute; latency: Latency }> {
  const [fromMs, toMs] = [startedAt.getTime(), startedAt.getTime() + seconds * 1_000];
  const attempts = await readAttempts(world);
  const wrapups = await readWrapups(world);
  const before = (at: Date | null, ms: number): at is Date => at !== null && at.getTime() < ms;
  const placed = attempts.filter(({ claimed, reservedAt }) => claimed && before(reservedAt, toMs));
  const talkMs = placed
    .filter(({ joinedAt }) => before(joinedAt, toMs))
    .reduce((sum, { joinedAt, partedAt }) => sum + until(partedAt, toMs) - (joinedAt?.getTime() ?? 0), 0);
  return {
    minute: {
      talkShare: talkMs / ((toMs - fromMs) * world.floor.agents.length),
      placedPerMinute: (60 * placed.length) / seconds,
      answerRate: placed.filter(({ answeredAt }) => before(answeredAt, toMs)).length / placed.length,
      // Given up a deadline after the answer, as the simulator has it; the row ends when the message has been heard.
      abandoned: placed.filter(
        ({ outcome, answeredAt }) => outcome === "abandoned" && before(answeredAt, toMs - JOIN_DEADLINE_MS),
      ).length,
      // Given back or not: this is about what was decided.
      firstPlaced: attempts.filter(({ reservedAt }) => reservedAt.getTime() === fromMs).length,
      mostInFlight: mostAtOnce(placed.map(({ reservedAt, endedAt }) => [reservedAt.getTime(), until(endedAt, toMs)])),
    },
    latency: latencyOf(placed, wrapups),
  };
}

function latencyOf(calls: readonly AttemptRow[], wrapups: readonly WrapupRow[]): Latency {
  const span = (from: Date, to: Date): number => to.getTime() - from.getTime();
  const talked = calls.flatMap(({ phone, reservedAt, answeredAt, joinedAt, partedAt }) => {
    const { ringMs = 0, talkMs = 0 } = calleeBehaviour(phone) ?? {};
    if (!answeredAt || !joinedAt || !partedAt) return [];
    return {
      answerMs: span(reservedAt, answeredAt) - (ringMs ?? 0),
      joinMs: span(answeredAt, joinedAt),
      talkMs: span(joinedAt, partedAt) - (talkMs ?? 0),
    };
  });
  return {
    // Some wait for an agent, which is no latency: most do not.
    ringMs: mean(talked.map(({ answerMs }) => answerMs)) + median(talked.map(({ joinMs }) => joinMs)),
    failMs: mean(
      calls.flatMap(({ outcome, reservedAt, endedAt }) =>
        outcome === "no_answer" && endedAt ? [span(reservedAt, endedAt) - RING_TIMEOUT_MS] : [],
      ),
    ),
    talkMs: median(talked.map(({ talkMs }) => talkMs)),
    wrapupMs: mean(wrapups.map(({ callId, ms }) => ms - wrapupAfter(callId))),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function readAttempts({ db, floor }: World): Promise<AttemptRow[]> {
  return db.asOperator(
    (tx) => tx.$queryRaw<AttemptRow[]>`
      SELECT a.phone, c.id IS NOT NULL AS claimed, a.reserved_at AS "reservedAt", c.answered_at AS "answeredAt", c.joined_at AS "joinedAt",
             c.parted_at AS "partedAt", a.ended_at AS "endedAt", a.outcome::text AS outcome
      FROM attempt a LEFT JOIN call c ON c.tenant_id = a.tenant_id AND c.id = a.id
      WHERE a.tenant_id = ${floor.tenantId}::uuid`,
  );
}

function readWrapups({ db, floor }: World): Promise<WrapupRow[]> {
  return db.asOperator(
    (tx) => tx.$queryRaw<WrapupRow[]>`
      SELECT w.call_id::text AS "callId", (1000 * extract(epoch FROM w.ended_at - w.started_at))::float8 AS ms
      FROM duty_interval w
      WHERE w.tenant_id = ${floor.tenantId}::uuid AND w.state = 'wrapup' AND w.ended_at IS NOT NULL AND w.call_id IS NOT NULL`,
  );
}

function until(at: Date | null, latestMs: number): number {
  return Math.min(at?.getTime() ?? latestMs, latestMs);
}

function mostAtOnce(spans: readonly (readonly [number, number])[]): number {
  const turns = spans.flatMap(([from, to]) => [
    { at: from, by: 1 },
    { at: to, by: -1 },
  ]);
  turns.sort((a, b) => a.at - b.at || a.by - b.by);
  let [now, most] = [0, 0];
  for (const { by } of turns) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
