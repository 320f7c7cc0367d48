import { tiles } from "@callbay/domain/duty-machine";
import type { MemoryAttempt, MemoryRecords, MemoryTransfer } from "./memory-records.ts";

/**
 * Replays what was written and what the PBX placed against the invariants of the call path, and names each breach.
 * @param placed channel ids in the order in which the PBX placed them
 */
export function judge(records: MemoryRecords, placed: readonly string[]): string[] {
  const breaches: string[] = [];
  const count = new Map<string, number>();
  for (const id of placed) count.set(id, (count.get(id) ?? 0) + 1);
  for (const [id, times] of count) if (times > 1) breaches.push(`${id} rang ${times} times`);

  for (const [id, attempt] of records.attempts) {
    if (attempt.claims > 1) breaches.push(`${id} was claimed ${attempt.claims} times`);
    if (attempt.state === "released" && count.has(id)) breaches.push(`${id} was released and rang`);
    if (attempt.state === "reserved" && count.has(id)) breaches.push(`${id} rang unclaimed`);
    if (attempt.state === "dialing") breaches.push(`${id} has no end`);
    if (attempt.state !== "ended") continue;
    breaches.push(...waysOut(id, attempt));
    const { reservedFor } = attempt.order;
    const first = attempt.talkers[0]?.dutySessionId;
    if (reservedFor && first && first !== reservedFor)
      breaches.push(`${id} was made for ${reservedFor} and joined to ${first}`);
    if (attempt.joinedAt && !attempt.partedAt) breaches.push(`${id} was joined and never parted`);
    const times = [attempt.startedAt, attempt.answeredAt, attempt.joinedAt, attempt.partedAt, attempt.endedAt];
    const known = times.flatMap((time) => (time ? [time.getTime()] : []));
    if (known.some((time, index) => index > 0 && time < (known[index - 1] ?? 0)))
      breaches.push(`${id}: its times are out of order`);
  }
  for (const session of records.sessions.values()) {
    for (const { problem, index } of tiles(session.intervals, session))
      breaches.push(`duty ${session.id}, interval ${index}: ${problem}`);
    const talks = session.intervals.filter(({ state }) => state === "talking").map(({ callId }) => callId);
    if (talks.some((callId) => callId === null)) breaches.push(`duty ${session.id} talks with nobody`);
  }
  const talks = [...records.attempts.values()].flatMap(talksOf);
  for (const a of talks)
    for (const b of talks)
      if (a.callId !== b.callId && a.dutySessionId === b.dutySessionId && a.from < b.to && b.from < a.to)
        breaches.push(`one agent in two conversations: ${a.callId}, ${b.callId}`);
  for (const [id, transfer] of records.transfers)
    breaches.push(...endOf(id, transfer, records, count.get(`consult_${id}`) ?? 0));
  return breaches;
}

/** A transfer ends, with its call at the latest; its leg rings once, and is billed once when it was answered. */
function endOf(id: string, transfer: MemoryTransfer, records: MemoryRecords, rang: number): string[] {
  const { state, endedAt, answeredAt, order, usages } = transfer;
  if (state === "requested") return rang > 0 ? [`${id} rang and was never taken up`] : [];
  const call = records.attempt(transfer.callId);
  const breaches: string[] = [];
  if (call.endedAt && (!endedAt || endedAt > call.endedAt)) breaches.push(`${id} has no end, or one after its call's`);
  if (endedAt && answeredAt && endedAt < answeredAt) breaches.push(`${id} ended before it was answered`);
  const wanted = endedAt && answeredAt && order.kind === "number" ? 1 : 0;
  if (usages !== wanted) breaches.push(`${id} is billed ${usages} times in place of ${wanted}`);
  return breaches;
}

/** Who talked in a call, from when to when. */
function talksOf({ order, talkers, partedAt }: MemoryAttempt) {
  return talkers.map(({ dutySessionId, from }, index) => ({
    callId: order.callId,
    ...{ dutySessionId, from },
    to: talkers[index + 1]?.from ?? partedAt ?? from,
  }));
}

/** An answered call ends in exactly one way: joined, a script, abandoned, or left to a machine. */
function waysOut(id: string, attempt: MemoryAttempt): string[] {
  if (!attempt.answeredAt) return [];
  const told = (type: string) => attempt.notes.some((note) => note.type === type);
  const isMachine = attempt.detection !== null && attempt.detection.act !== "join";
  const ways = [
    ...(attempt.joinedAt ? ["joined"] : []),
    ...(!attempt.joinedAt && told("script_started") && !told("agent_asked") ? ["script"] : []),
    ...(attempt.outcome === "abandoned" ? ["abandoned"] : []),
    ...(isMachine ? ["machine"] : []),
  ];
  if (ways.length !== 1) return [`${id} was answered and ends as [${ways.join(", ")}]`];
  const expected = ways[0] === "joined" || ways[0] === "script" ? "answered" : ways[0];
  return attempt.outcome === expected ? [] : [`${id} ended by ${ways[0]} and is called ${attempt.outcome}`];
}
