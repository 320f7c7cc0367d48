import { localDate } from "@callbay/domain/calendar";
import type { Group } from "@callbay/domain/reports/dimensions";
import type { MetricKey } from "@callbay/domain/reports/metrics";
import type { Switches } from "@callbay/domain/reports/switches";
import { DateTime } from "luxon";

/** A call with what is asked of it, as it stands in its table. */
export interface RawCall {
  readonly direction: string;
  readonly isInternal: boolean;
  readonly phone: string;
  readonly startedAt: Date;
  readonly answeredAt: Date | null;
  readonly joinedAt: Date | null;
  readonly endedAt: Date | null;
  readonly talkMs: number;
  readonly holdMs: number;
  readonly outcome: string | null;
  readonly campaignId: string | null;
  readonly listId: string | null;
  readonly membershipId: string | null;
  readonly orgUnitId: string | null;
  readonly dispositionId: string | null;
  readonly success: "stands" | "rejected" | null;
}

export interface RawDuty {
  readonly membershipId: string;
  readonly orgUnitId: string | null;
  readonly state: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export interface Question {
  readonly zone: string;
  readonly from: Date;
  readonly to: Date;
  readonly group: Group | null;
  readonly switches: Switches;
  readonly now: Date;
  readonly call: (call: RawCall) => boolean;
  readonly duty: (duty: RawDuty) => boolean;
}

const length = (from: Date | null, to: Date | null) => (from && to ? to.getTime() - from.getTime() : 0);

const known = new Map<string, string>();

/** The wall clock's row of an instant; asked once per quarter of an hour, since luxon is slow and every row holds whole ones. */
function timeKey(group: Group | null, at: Date, zone: string): string {
  const quarter = Math.floor(at.getTime() / 900_000);
  const name = `${group} ${zone} ${quarter}`;
  const key = known.get(name) ?? wallClockKey(group, new Date(quarter * 900_000), zone);
  known.set(name, key);
  return key;
}

/** By luxon; SQL has its own way. */
function wallClockKey(group: Group | null, at: Date, zone: string): string {
  const local = DateTime.fromJSDate(at, { zone });
  if (group === "day") return localDate(at, zone);
  if (group === "month") return local.toFormat("yyyy-MM");
  if (group === "hourOfDay") return local.toFormat("HH");
  if (group === "hour")
    return local
      .minus({ minutes: local.minute, seconds: local.second, milliseconds: local.millisecond })
      .toUTC()
      .toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
  return "";
}

/** Every metric of every row, counted one call and one piece of duty after the other. */
export function recount(
  calls: readonly RawCall[],
  duties: readonly RawDuty[],
  question: Question,
): Map<string, Partial<Record<MetricKey, number | null>>> {
  const { zone, from, to, group, switches, now } = question;
  const buckets = new Map<string, { calls: RawCall[]; duty: Map<string, number> }>();
  const bucket = (key: string) => {
    const found = buckets.get(key) ?? { calls: [], duty: new Map<string, number>() };
    buckets.set(key, found);
    return found;
  };
  for (const call of calls) {
    if (!call.endedAt || call.startedAt < from || call.startedAt >= to || !question.call(call)) continue;
    if (switches.excludeInternal && call.isInternal) continue;
    if (switches.excludedPrefixes.some((prefix) => call.phone.startsWith(prefix))) continue;
    const id = {
      campaign: call.campaignId,
      list: call.listId,
      agent: call.membershipId,
      team: call.orgUnitId,
      disposition: call.dispositionId,
    };
    const key = group && group in id ? (id[group as keyof typeof id] ?? "null") : timeKey(group, call.startedAt, zone);
    bucket(key).calls.push(call);
  }
  for (const duty of duties) {
    if (!question.duty(duty)) continue;
    const starts = Math.max(duty.startedAt.getTime(), from.getTime());
    const ends = Math.min((duty.endedAt ?? now).getTime(), to.getTime());
    // Quarter by quarter: every clock changes on a whole one.
    for (let at = starts; at < ends; ) {
      const next = Math.min(Math.floor(at / 900_000) * 900_000 + 900_000, ends);
      const id = group === "agent" ? duty.membershipId : group === "team" ? (duty.orgUnitId ?? "null") : null;
      const { duty: states } = bucket(id ?? timeKey(group, new Date(at), zone));
      states.set(duty.state, (states.get(duty.state) ?? 0) + next - at);
      at = next;
    }
  }
  return new Map([...buckets].map(([key, { calls: own, duty }]) => [key, figures(own, duty, switches)]));
}

function figures(
  calls: readonly RawCall[],
  duty: ReadonlyMap<string, number>,
  { minTalkMs, startAtAnswer }: Switches,
): Partial<Record<MetricKey, number | null>> {
  const count = (is: (call: RawCall) => boolean) => calls.filter(is).length;
  const sum = (of: (call: RawCall) => number) => calls.reduce((all, call) => all + of(call), 0);
  const ratio = (a: number, b: number) => (b === 0 ? null : a / b);
  const counts = (call: RawCall) =>
    minTalkMs > 0 ? call.talkMs >= minTalkMs : !startAtAnswer || call.answeredAt !== null;
  const kept = (call: RawCall) => minTalkMs === 0 || call.talkMs >= minTalkMs;
  const lasted = (call: RawCall) => length(startAtAnswer ? call.answeredAt : call.startedAt, call.endedAt);
  const out = (...names: string[]) => count(({ outcome }) => outcome !== null && names.includes(outcome));
  const [answered, joined] = [count((call) => call.answeredAt !== null), count((call) => call.joinedAt !== null)];
  const conversations = count((call) => call.joinedAt !== null && kept(call));
  const talk = sum((call) => (kept(call) ? call.talkMs : 0));
  const duration = sum((call) => (kept(call) ? lasted(call) : 0));
  const on = (...states: string[]) => states.reduce((all, state) => all + (duty.get(state) ?? 0), 0);
  const onDuty = on("connecting", "ready", "previewing", "talking", "wrapup", "paused");
  const successes = count((call) => call.success === "stands");
  return {
    dials: count((call) => call.direction === "outbound"),
    inbound: count((call) => call.direction === "inbound"),
    answered,
    answerRate: ratio(answered, calls.length),
    calls: count(counts),
    duration,
    averageDuration: ratio(duration, count(counts)),
    talk,
    conversations,
    averageTalk: ratio(talk, conversations),
    hold: sum((call) => call.holdMs),
    reached: out("answered", "abandoned"),
    abandoned: out("abandoned"),
    abandonedRate: ratio(out("abandoned"), out("answered", "abandoned")),
    machines: out("machine"),
    busy: out("busy"),
    noAnswer: out("no_answer"),
    otherEnds: out("rejected", "unreachable", "failed"),
    disposed: count((call) => call.dispositionId !== null),
    successes,
    rejected: count((call) => call.success === "rejected"),
    successRate: ratio(successes, joined),
    onDuty,
    ready: on("ready"),
    previewing: on("previewing"),
    talking: on("talking"),
    wrapup: on("wrapup"),
    paused: on("paused"),
    occupancy: ratio(on("previewing", "talking", "wrapup"), on("ready", "previewing", "talking", "wrapup")),
    conversationsPerHour: onDuty === 0 ? null : (joined / onDuty) * 3_600_000,
  };
}
