import { metricValue } from "./reports/metrics.ts";
import { DEFAULT_SWITCHES } from "./reports/switches.ts";
import type { DutyState } from "./values.ts";

/** What the floor is watched for, and the unit of each limit. */
export const ALERT_RULES = {
  /** An agent wraps up for longer than this. */
  wrapupLong: { unit: "seconds", limit: 120, max: 3_600 },
  pauseLong: { unit: "seconds", limit: 1_200, max: 28_800 },
  talkLong: { unit: "seconds", limit: 1_800, max: 14_400 },
  /** An agent is ready, and nobody gives them a call. */
  idleLong: { unit: "seconds", limit: 300, max: 14_400 },
  /** An agent is on duty whose softphone does not come. */
  phoneAway: { unit: "seconds", limit: 45, max: 3_600 },
  /** Nobody is ready for so long, though people are on duty. */
  nobodyReady: { unit: "seconds", limit: 60, max: 3_600 },
  /** So many customers have answered and hear nobody. */
  callsWaiting: { unit: "calls", limit: 3, max: 1_000 },
  /** Of those who answered a campaign today, this share was abandoned. */
  abandonedRate: { unit: "percent", limit: 3, max: 100 },
} as const satisfies Record<string, { unit: "seconds" | "calls" | "percent"; limit: number; max: number }>;
export type AlertRule = keyof typeof ALERT_RULES;
export const ALERT_RULE_KEYS = Object.keys(ALERT_RULES) as AlertRule[];

export interface AlertSetting {
  readonly on: boolean;
  /** In the rule's unit; what is above it, or as much where calls are counted, is an alert. */
  readonly limit: number;
}
export type AlertSettings = Readonly<Record<AlertRule, AlertSetting>>;

export interface WatchedAgent {
  readonly dutySessionId: string;
  readonly membershipId: string;
  readonly name: string;
  readonly state: DutyState;
  readonly since: Date;
}

export interface WatchedCampaign {
  readonly id: string;
  readonly name: string;
  /** Of today: answered by a person and served, and answered and left alone. */
  readonly answered: number;
  readonly abandoned: number;
}

export interface FloorWatch {
  readonly agents: readonly WatchedAgent[];
  readonly campaigns: readonly WatchedCampaign[];
  /** When each customer who hears nobody yet picked up. */
  readonly waiting: readonly Date[];
  /** When the last ready agent stopped being so; null: nobody was today. */
  readonly lastReadyAt: Date | null;
  /** The tenant's calendar day, by which an alert of the day is known. */
  readonly day: string;
}

export interface FloorAlert {
  /** The same for one occurrence, whoever looks and however often; another one has another. */
  readonly key: string;
  readonly rule: AlertRule;
  /** danger: twice the limit, or what no limit should be needed for. */
  readonly tone: "warn" | "danger";
  readonly subject: { readonly kind: "agent" | "campaign" | "floor"; readonly id: string; readonly name: string };
  /** Since when it has been so; null where it has no instant. */
  readonly since: Date | null;
  /** In the rule's unit. */
  readonly value: number;
  readonly limit: number;
}

/** Fewer calls than this make no rate. */
export const MIN_ANSWERED = 20;
const STATE_RULES = {
  wrapup: "wrapupLong",
  paused: "pauseLong",
  talking: "talkLong",
  ready: "idleLong",
  connecting: "phoneAway",
} as const satisfies Partial<Record<DutyState, AlertRule>>;

/**
 * What is wrong on the floor at this moment, the worst first. Nothing is remembered: the same floor gives the same
 * alerts under the same keys, so that who took notice of one is found by its key.
 */
export function floorAlerts(watch: FloorWatch, settings: AlertSettings, now: Date): FloorAlert[] {
  const alerts = [...agentAlerts(watch, settings, now), ...floorWide(watch, settings, now), ...rates(watch, settings)];
  return alerts.sort((a, b) => rank(b) - rank(a) || a.key.localeCompare(b.key));
}

/** How far beyond its limit, the dangerous before all others. */
function rank({ tone, value, limit }: FloorAlert): number {
  return (tone === "danger" ? 1_000_000 : 0) + Math.min(999_999, value / Math.max(limit, 0.1));
}

function secondsSince(since: Date, now: Date): number {
  return Math.max(0, (now.getTime() - since.getTime()) / 1_000);
}

function agentAlerts({ agents }: FloorWatch, settings: AlertSettings, now: Date): FloorAlert[] {
  return agents.flatMap((agent) => {
    const rule = ruleOf(agent.state);
    if (!rule || !settings[rule].on) return [];
    const { limit } = settings[rule];
    const value = secondsSince(agent.since, now);
    if (value <= limit) return [];
    const subject = { kind: "agent" as const, id: agent.membershipId, name: agent.name };
    const key = `${rule}:${agent.dutySessionId}:${agent.since.getTime()}`;
    return [{ key, rule, tone: toneOf(value, limit), subject, since: agent.since, value, limit }];
  });
}

function ruleOf(state: DutyState): AlertRule | null {
  return state in STATE_RULES ? STATE_RULES[state as keyof typeof STATE_RULES] : null;
}

function toneOf(value: number, limit: number): "warn" | "danger" {
  return value > 2 * limit ? "danger" : "warn";
}

function floorWide(watch: FloorWatch, settings: AlertSettings, now: Date): FloorAlert[] {
  const { agents, waiting, lastReadyAt } = watch;
  const found: FloorAlert[] = [];
  const floor = { kind: "floor", id: "floor", name: "" } as const;
  const { nobodyReady, callsWaiting } = settings;
  const isEmpty = agents.length > 0 && !agents.some(({ state }) => state === "ready");
  if (nobodyReady.on && isEmpty && lastReadyAt) {
    const value = secondsSince(lastReadyAt, now);
    const { limit } = nobodyReady;
    if (value > limit) {
      const key = `nobodyReady:${lastReadyAt.getTime()}`;
      found.push({
        key,
        rule: "nobodyReady",
        tone: toneOf(value, limit),
        subject: floor,
        since: lastReadyAt,
        value,
        limit,
      });
    }
  }
  const [oldest] = [...waiting].sort((a, b) => a.getTime() - b.getTime());
  if (callsWaiting.on && oldest && waiting.length >= callsWaiting.limit) {
    const { limit } = callsWaiting;
    const key = `callsWaiting:${oldest.getTime()}`;
    const value = waiting.length;
    // Each of them hears silence: no doubling is waited for.
    found.push({ key, rule: "callsWaiting", tone: "danger", subject: floor, since: oldest, value, limit });
  }
  return found;
}

function rates({ campaigns, day }: FloorWatch, settings: AlertSettings): FloorAlert[] {
  const { on, limit } = settings.abandonedRate;
  if (!on) return [];
  return campaigns.flatMap(({ id, name, answered, abandoned }) => {
    const rate = metricValue("abandonedRate", { outAnswered: answered, outAbandoned: abandoned }, DEFAULT_SWITCHES);
    const value = (rate ?? 0) * 100;
    if (answered + abandoned < MIN_ANSWERED || value <= limit) return [];
    const tone = toneOf(value, limit);
    // Once more when it has become dangerous: who took notice of the first has not of the second.
    const key = `abandonedRate:${id}:${day}:${tone}`;
    return [{ key, rule: "abandonedRate", tone, subject: { kind: "campaign", id, name }, since: null, value, limit }];
  });
}
