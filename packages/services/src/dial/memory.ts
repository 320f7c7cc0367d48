import {
  createPacingModel,
  observe,
  type PacingHistory,
  type PacingModel,
  type PacingParams,
  placedFewer,
  restorePacingModel,
} from "@callbay/domain/pacing";
import { z } from "zod";
import { type AgentsBefore, agentsAt, type FeedState, fateOf, feedAgents, feedCalls, restoreFeed } from "./feed.ts";
import { addEvents, bindingLedger, type LedgerName, type Ledgers } from "./ledgers.ts";
import { type DialPlan, type DialSnapshot, isDialers } from "./plan.ts";
import type { DialReading } from "./snapshot.ts";

/** The ledgers are counted anew so often; in between they grow by what the model is told. */
const LEDGERS_EVERY_MS = 60_000;
const LENDS_ON_MS = 3_600_000;

const stored = z.object({ model: z.unknown(), feed: z.unknown() });

/**
 * What the dial loop of a campaign knows from look to look: the model, what it was told of, where agents stood, the
 * ledgers. It decides nothing and reads nothing. `toJson` is written down with each renewal of the lease; a loop that
 * takes over begins from there, and neither misses a call nor counts one twice.
 */
export class PacingMemory {
  private model: PacingModel | null = null;
  private feed: FeedState;
  private agents: AgentsBefore = new Map();
  private ledgers: Ledgers | null = null;
  private ledgersReadAt = Number.NEGATIVE_INFINITY;
  private readonly learnt: unknown;
  private looked = false;

  /** @param json what a former loop wrote down, or anything else. */
  constructor(json: unknown) {
    const parsed = stored.safeParse(json);
    this.learnt = parsed.success ? (parsed.data.model ?? null) : null;
    this.feed = restoreFeed(this.learnt === null ? null : parsed.data?.feed);
  }

  /** What to read at the next look. */
  ask(now: Date): { withLedgers: boolean; withHistory: boolean; feed: FeedState; catchUp: boolean } {
    return {
      withLedgers: now.getTime() - this.ledgersReadAt >= LEDGERS_EVERY_MS,
      withHistory: this.model === null && this.learnt === null,
      feed: this.feed,
      catchUp: !this.looked,
    };
  }

  /** Learns from a reading. Answers the model and the snapshot to decide on. */
  learn(reading: DialReading, now: Date): { model: PacingModel; snapshot: DialSnapshot } {
    this.looked = true;
    const own = reading.snapshot.attempts.filter(
      (attempt) => attempt.campaignId === reading.snapshot.campaignId && isDialers(attempt),
    );
    const calls = feedCalls(this.feed, [...reading.fates, ...own.map(fateOf)], !reading.detects);
    const events = [...calls.events, ...feedAgents(this.agents, reading.snapshot.agents)];
    this.feed = calls.state;
    this.agents = agentsAt(reading.snapshot.agents);
    if (reading.ledgers) {
      this.ledgers = reading.ledgers;
      this.ledgersReadAt = now.getTime();
    } else if (this.ledgers) this.ledgers = addEvents(this.ledgers, events);
    const model = events.reduce(observe, this.under(reading.params, reading.history));
    this.model = model;
    return { model, snapshot: { ...reading.snapshot, ledger: this.ledgerFor(reading.params, now) } };
  }

  /** Takes over what the decision made of the model, and whether as many contacts were there as it asked for. */
  decided(plan: DialPlan, reserved: number): void {
    this.model = reserved < plan.launch ? placedFewer(plan.model) : plan.model;
  }

  /** The three ledgers as they stand, and which of them binds. */
  standing(maxRate: number): (Ledgers & { readonly binding: LedgerName }) | null {
    return this.ledgers && { ...this.ledgers, binding: bindingLedger(this.ledgers, maxRate) };
  }

  toJson(): { model: unknown; feed: FeedState } {
    return { model: this.model ?? this.learnt, feed: this.feed };
  }

  private under(params: PacingParams, history: PacingHistory | null): PacingModel {
    const { model } = this;
    if (model === null)
      return this.learnt === null ? createPacingModel(params, history ?? {}) : restorePacingModel(params, this.learnt);
    return model.params.ringTimeoutMs === params.ringTimeoutMs
      ? { ...model, params }
      : restorePacingModel(params, model);
  }

  private ledgerFor({ maxAbandonedRate }: PacingParams, now: Date): DialSnapshot["ledger"] {
    if (!this.ledgers) return { answered: 0, abandoned: 0, windowEndsAt: now };
    const binding = bindingLedger(this.ledgers, maxAbandonedRate);
    // A window that moves along never ends: it lends nothing on what is to come. Nor does anybody know when agents go
    // home, so today lends on the next hour alone.
    const endsAt = Math.min(this.ledgers.todayEndsAt.getTime(), now.getTime() + LENDS_ON_MS);
    return { ...this.ledgers[binding], windowEndsAt: binding === "today" ? new Date(endsAt) : now };
  }
}
