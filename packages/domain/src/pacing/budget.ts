import type { PacingParams, PacingSnapshot, PriceOfRisk } from "./types.ts";

/** What is aimed at, of the limit: the rest is for calls that nobody can take back. */
const AIM = 0.98;
const MOVE_EVERY_MS = 5_000;
/** After so long without a look it is another day: what was saved yesterday is not spent today. */
const ANOTHER_DAY_MS = 2 * 3_600_000;
const STEP = 0.03;
/** Bounds of the price's factor, as logarithms. */
const LOG_MIN = -3;
const LOG_MAX = 1.5;
/** The highest risk ever taken for one call, whatever the limit. */
const RISK_MAX = 0.4;
/** Calls lent at most on answers to come, beside those that are kept back. */
const LENT_MAX = 2;
/** So much of the answers to come is counted on, less two standard deviations of their number. */
const COUNTED_ON = 0.9;
/**
 * One call is always kept back, and one more for each so many agents beyond three: of the calls that ring, several may
 * be answered in the same second. Without it every fifth day of three agents with one answer in twenty ended above the
 * limit by one or two calls, and fifty agents lost nine at once half an hour before the end, when three were left.
 */
const AGENTS_PER_KEPT_BACK = 12;
const ONE_KEPT_BACK_UP_TO = 3;
/**
 * What is lent must be paid back even by progressive dialling, when an agent waits for a whole search. Where that is
 * too slow, a tenth of the price is still paid as long as careful dialling pays back: it finds an answer in about a
 * sixth of that time, and who dials progressively for hours to earn one abandoned call loses far more talk time.
 */
const CAREFUL_WAITS = 0.15;
const CAREFUL = 0.1;
/**
 * The full price is paid from a bank of the limit's share of so many answers on, and less below: an hour of three
 * agents, minutes of two hundred. More in the bank raises nothing: a jumpy price costs more talk time than it gains.
 */
const BANK_ANSWERS = 40;
const BANK_ANSWERS_PER_AGENT = 6;

export interface Budget {
  /** The highest risk that may be taken for one more call; 0: only for agents who are free. */
  readonly riskAllowed: number;
  /** Abandoned calls that may still be risked, those expected of the calls under way and those kept back taken off. */
  readonly left: number;
}

export interface Expected {
  readonly abandoned: number;
  readonly handlingS: number;
  readonly searchS: number;
}

export function createPrice(): PriceOfRisk {
  return { log: 0, answered: 0, abandoned: 0, movedAtMs: null, bank: 0, idle: false };
}

/** Notes an answer or an abandoned call. */
export function notePrice(price: PriceOfRisk, what: "answered" | "abandoned", maxAbandonedRate: number): PriceOfRisk {
  return what === "answered"
    ? { ...price, answered: price.answered + 1, bank: price.bank + AIM * maxAbandonedRate }
    : { ...price, abandoned: price.abandoned + 1, bank: price.bank - 1 };
}

/**
 * Moves the price by what became of the calls: each abandoned call lowers it, each answer raises it a little, so that
 * in the long run as many are abandoned as are aimed at, whatever is wrong with the laws. It stands still while
 * something else than the risk bounds the calls, or it would climb without meaning.
 * Source: pacing.md, step 6: Δ log λ = 0.03 (α C − A) ÷ (0.5 + 2.9 √α).
 */
export function movePrice(
  price: PriceOfRisk,
  nowMs: number,
  { maxAbandonedRate }: PacingParams,
  agents: number,
): PriceOfRisk {
  const aim = AIM * maxAbandonedRate;
  if (price.movedAtMs !== null && nowMs - price.movedAtMs < MOVE_EVERY_MS) return price;
  const another = price.movedAtMs !== null && nowMs - price.movedAtMs > ANOTHER_DAY_MS;
  const surplus = aim * price.answered - price.abandoned;
  const moved = price.idle && surplus > 0 ? 0 : (STEP * surplus) / (0.5 + 2.9 * Math.sqrt(aim));
  return {
    log: Math.min(LOG_MAX, Math.max(LOG_MIN, price.log + moved)),
    answered: 0,
    abandoned: 0,
    movedAtMs: nowMs,
    bank: Math.min(another ? 0 : price.bank, 2.5 * aim * bankAnswers(agents)),
    idle: false,
  };
}

/**
 * The risk that may be taken now. The budget is what answers so far have earned and abandoned calls have not spent,
 * and a few calls lent on the answers that are still sure to come in the window: so little that it is paid back by its
 * end, however the day goes; less what is kept back. Fewer than one whole call left: nothing is risked.
 *
 * @param expected abandoned calls of those under way; an agent's mean talk and wrap-up, in seconds; how long they wait
 *   for an answer under progressive dialling, in seconds.
 */
export function budgetOf(
  price: PriceOfRisk,
  snapshot: PacingSnapshot,
  { maxAbandonedRate }: PacingParams,
  expected: Expected,
): Budget {
  const aim = AIM * maxAbandonedRate;
  if (!(aim > 0)) return { riskAllowed: 0, left: 0 };
  const agents = snapshot.agents.length;
  const { ledger } = snapshot;
  const secondsLeft = Math.max(0, ledger.windowEndsMs - snapshot.nowMs) / 1000;
  const keptBack = 1 + Math.max(0, agents - ONE_KEPT_BACK_UP_TO) / AGENTS_PER_KEPT_BACK;
  const earned = Math.min(price.bank, aim * ledger.answered - ledger.abandoned);
  const start = maxAbandonedRate * Math.max(1, agents) ** -0.12;
  const highest = Math.min(RISK_MAX, 14 * maxAbandonedRate, start * Math.exp(price.log));
  const when = (waits: number): { left: number; factor: number } => {
    const toCome = (agents * secondsLeft) / (expected.handlingS + waits * expected.searchS);
    const sure = Math.max(0, COUNTED_ON * toCome - 2 * Math.sqrt(toCome));
    const lent = Math.min(sure, (keptBack + LENT_MAX) / maxAbandonedRate);
    const spent = expected.abandoned + keptBack;
    const left = earned + aim * lent - spent;
    const whole = maxAbandonedRate * (ledger.answered + 1 + lent) - ledger.abandoned - spent - 1;
    if (whole < 0 || left <= 0) return { left, factor: 0 };
    return { left, factor: Math.min(1, left / (aim * Math.min(bankAnswers(agents), Math.max(10, toCome)))) };
  };
  const usual = when(1);
  const factor = usual.factor > 0 ? usual.factor : Math.min(CAREFUL, when(CAREFUL_WAITS).factor);
  return { riskAllowed: highest * factor, left: usual.left };
}

function bankAnswers(agents: number): number {
  return BANK_ANSWERS + BANK_ANSWERS_PER_AGENT * agents;
}
