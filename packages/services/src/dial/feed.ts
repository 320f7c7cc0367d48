import type { AttemptFate } from "@callbay/db/sql/dial-pacing";
import type { AgentRow, LiveAttemptRow } from "@callbay/db/sql/dial-snapshot";
import type { PacingEvent } from "@callbay/domain/pacing";
import { z } from "zod";

const STAGES = ["placed", "answered", "joined"] as const;
type Stage = (typeof STAGES)[number];

/** What the model was told already: stored beside it, in one write, so that no restart tells it twice. */
export interface FeedState {
  /** Attempts that have not ended, and how far the model knows them. */
  readonly open: Readonly<Record<string, Stage>>;
  /** The newest attempt that was seen; null before the first. */
  readonly lastId: string | null;
}

const stored = z.object({ open: z.record(z.uuid(), z.enum(STAGES)), lastId: z.uuid().nullable() });
export const NOTHING_FED: FeedState = { open: {}, lastId: null };

/** The state that a former loop left; nothing when it left none. */
export function restoreFeed(json: unknown): FeedState {
  const parsed = stored.safeParse(json);
  return parsed.success ? parsed.data : NOTHING_FED;
}

export interface FeedStep {
  readonly events: readonly PacingEvent[];
  readonly state: FeedState;
}

/**
 * What happened to calls since the last look, as the model's events in the order of time. Each attempt passes each
 * stage once, however often it is seen; one that was never dialled was never placed.
 *
 * @param personKnown false while a machine detector may still say that nobody answered: the answer waits for its word.
 */
export function feedCalls(state: FeedState, seen: readonly AttemptFate[], personKnown: boolean): FeedStep {
  const open: Record<string, Stage> = { ...state.open };
  const events: PacingEvent[] = [];
  let { lastId } = state;
  for (const attempt of seen) {
    if (lastId === null || attempt.id > lastId) lastId = attempt.id;
    const told = tell(attempt, open[attempt.id] ?? null, personKnown, events);
    if (told === null) delete open[attempt.id];
    else open[attempt.id] = told;
  }
  events.sort((a, b) => a.atMs - b.atMs);
  return { events, state: { open, lastId } };
}

/** Tells what is new of one attempt. Answers how far it is known now; null: it is over, or never began. */
function tell(attempt: AttemptFate, known: Stage | null, personKnown: boolean, events: PacingEvent[]): Stage | null {
  const { state, outcome } = attempt;
  const placedAtMs = attempt.reservedAt.getTime();
  const over = state === "ended" || state === "released";
  let stage = known;
  const pass = (type: "placed" | "answered" | "failed" | "abandoned" | "joined", at: Date | null): void => {
    events.push({ type, atMs: Math.max(placedAtMs, at?.getTime() ?? placedAtMs), placedAtMs });
    if (type === "placed" || type === "answered" || type === "joined") stage = type;
  };
  if (stage === null && attempt.claimedAt !== null && state !== "released") pass("placed", attempt.reservedAt);
  if (stage === null) return null;
  const joined = attempt.joinedAt !== null || state === "joined";
  const person = joined || (over ? outcome === "answered" || outcome === "abandoned" : personKnown);
  if (stage === "placed" && person && (attempt.answeredAt !== null || joined)) pass("answered", attempt.answeredAt);
  if (stage === "answered" && joined) pass("joined", attempt.joinedAt ?? attempt.answeredAt);
  if (!over) return stage;
  if (stage === "placed") pass("failed", attempt.endedAt);
  else if (stage === "answered" && outcome === "abandoned") pass("abandoned", attempt.endedAt);
  return null;
}

/** Of the attempts that are still told of, those that live no more: somebody must look how they ended. */
export function goneFrom(state: FeedState, live: readonly LiveAttemptRow[]): string[] {
  const living = new Set(live.map(({ id }) => id));
  return Object.keys(state.open).filter((id) => !living.has(id));
}

/** A living attempt in the words of its fate. */
export function fateOf(attempt: LiveAttemptRow): AttemptFate {
  const { id, state, reservedAt, answeredAt } = attempt;
  const claimedAt = state === "reserved" ? null : reservedAt;
  return { id, state, reservedAt, claimedAt, answeredAt, joinedAt: null, endedAt: null, outcome: null };
}

/** Where each agent stood at the last look. */
export type AgentsBefore = ReadonlyMap<string, { readonly state: AgentRow["state"]; readonly sinceMs: number }>;

export function agentsAt(agents: readonly AgentRow[]): AgentsBefore {
  return new Map(
    agents.map(({ dutySessionId, state, stateSince }) => [dutySessionId, { state, sinceMs: stateSince.getTime() }]),
  );
}

/**
 * Talks and wrap-ups that ended between two looks: an agent who talked since a moment and does something else since a
 * later one. Who went away is not told of: nobody knows whether they had finished.
 */
export function feedAgents(before: AgentsBefore, agents: readonly AgentRow[]): PacingEvent[] {
  return agents.flatMap(({ dutySessionId, state, stateSince }): PacingEvent[] => {
    const was = before.get(dutySessionId);
    const atMs = stateSince.getTime();
    if (!was || was.state === "ready" || (was.state === state && was.sinceMs === atMs)) return [];
    const durationMs = atMs - was.sinceMs;
    if (durationMs < 0) return [];
    return [{ type: was.state === "talking" ? "talkEnded" : "wrapupEnded", atMs, durationMs }];
  });
}
