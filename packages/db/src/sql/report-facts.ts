import type { Fact } from "@callbay/domain/reports/facts";
import { COUNT_FACTS, DUTY_FACTS, FACTS, TIME_FACTS } from "@callbay/domain/reports/facts";
import { Prisma } from "../generated/client.ts";

/** "None", in tables whose keys cannot be null. */
export const NONE = "00000000-0000-0000-0000-000000000000";

/** A fact's column. */
export const columnOf = (fact: Fact): string =>
  fact === "rows"
    ? "source_rows"
    : fact === "long"
      ? "long_calls"
      : fact.replace(/[A-Z]/g, (upper) => `_${upper.toLowerCase()}`);

const CALL_FACTS = [...COUNT_FACTS, ...TIME_FACTS];

/** SQL of our own making, never of a caller's. */
export const literal = (text: string): Prisma.Sql => Prisma.raw(text);

const epochMs = (from: string, to: string) => `round(extract(epoch FROM ${to} - ${from}) * 1000)::bigint`;
const one = (condition: string) => `(${condition})::int`;

/**
 * What a call `c` adds to each fact, with `s` its success and `$min` its threshold of talk time. Rollups are made of
 * these, and reports that no rollup can answer.
 */
function callFact(fact: Fact, min: string): string {
  const isLong = `c.talk_ms >= ${min}`;
  const answeredMs = `CASE WHEN c.answered_at IS NULL THEN 0 ELSE ${epochMs("c.answered_at", "c.ended_at")} END`;
  const lineMs = epochMs("c.started_at", "c.ended_at");
  const outcome = (...names: string[]) => one(`c.outcome IN (${names.map((name) => `'${name}'`).join(", ")})`);
  switch (fact) {
    case "rows":
      return "1";
    case "dials":
      return one("c.direction = 'outbound'");
    case "inbound":
      return one("c.direction = 'inbound'");
    case "answered":
      return one("c.answered_at IS NOT NULL");
    case "joined":
      return one("c.joined_at IS NOT NULL");
    case "long":
      return one(isLong);
    case "longJoined":
      return one(`c.joined_at IS NOT NULL AND ${isLong}`);
    case "outAnswered":
      return outcome("answered");
    case "outAbandoned":
      return outcome("abandoned");
    case "outMachine":
      return outcome("machine");
    case "outBusy":
      return outcome("busy");
    case "outNoAnswer":
      return outcome("no_answer");
    case "outOther":
      return outcome("rejected", "unreachable", "failed");
    case "disposed":
      return one("c.disposition_id IS NOT NULL");
    case "successes":
      return one("s.id IS NOT NULL AND s.rejected_at IS NULL");
    case "rejected":
      return one("s.rejected_at IS NOT NULL");
    case "answeredMs":
      return answeredMs;
    case "lineMs":
      return lineMs;
    case "talkMs":
      return "c.talk_ms";
    case "holdMs":
      return "c.hold_ms";
    case "longAnsweredMs":
      return `CASE WHEN ${isLong} THEN ${answeredMs} ELSE 0 END`;
    case "longLineMs":
      return `CASE WHEN ${isLong} THEN ${lineMs} ELSE 0 END`;
    case "longTalkMs":
      return `CASE WHEN ${isLong} THEN c.talk_ms ELSE 0 END`;
    default:
      return "0";
  }
}

/** The facts of a call as columns under their names. `minTalkMs` is a whole number. */
export function callColumns(facts: readonly Fact[], minTalkMs: number): Prisma.Sql {
  const min = String(Math.trunc(minTalkMs));
  return literal(facts.map((fact) => `COALESCE(${callFact(fact, min)}, 0) AS ${columnOf(fact)}`).join(", "));
}

const DUTY_STATE: Readonly<Record<(typeof DUTY_FACTS)[number], string>> = {
  connectingMs: "connecting",
  readyMs: "ready",
  previewingMs: "previewing",
  talkingMs: "talking",
  wrapupMs: "wrapup",
  pausedMs: "paused",
};

/** The facts of a slice of duty `i` of `ms` milliseconds as columns under their names. */
export function dutyColumns(facts: readonly Fact[], ms: string): Prisma.Sql {
  return literal(
    facts
      .map((fact) => {
        const state = DUTY_STATE[fact as keyof typeof DUTY_STATE];
        const value = fact === "rows" ? "1" : state ? `CASE WHEN i.state = '${state}' THEN ${ms} ELSE 0 END` : "0";
        return `${value} AS ${columnOf(fact)}`;
      })
      .join(", "),
  );
}

/** Is a fact of calls among these? Of duty? */
export const needsCalls = (facts: readonly Fact[]) => facts.some((fact) => (CALL_FACTS as Fact[]).includes(fact));
export const needsDuty = (facts: readonly Fact[]) =>
  facts.some((fact) => fact === "rows" || (DUTY_FACTS as readonly Fact[]).includes(fact));

/** 1: internal; 2: to an excluded prefix; 3: both; 0: neither. */
export function kindOfCall(prefixes: readonly string[]): Prisma.Sql {
  const patterns = prefixes.map((prefix) => `${prefix}%`);
  return Prisma.sql`c.is_internal::int + CASE WHEN c.phone LIKE ANY (${patterns}::text[]) THEN 2 ELSE 0 END`;
}

export const DIMENSION_COLUMNS = ["campaign_id", "list_id", "membership_id", "disposition_id"] as const;
export { FACTS };
