import { tiles } from "@callbay/domain/duty-machine";
import type { MemoryAttempt, MemoryRecords } from "./memory-records.ts";

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
    if (reservedFor && attempt.dutySessionId && attempt.dutySessionId !== reservedFor)
      breaches.push(`${id} was made for ${reservedFor} and joined to ${attempt.dutySessionId}`);
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
  const conversations = [...records.attempts.values()].filter(({ joinedAt }) => joinedAt);
  for (const a of conversations)
    for (const b of conversations)
      if (a !== b && a.dutySessionId === b.dutySessionId && overlap(a, b))
        breaches.push(`one agent in two conversations: ${a.order.callId}, ${b.order.callId}`);
  return breaches;
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

function overlap(a: { joinedAt: Date | null; partedAt: Date | null }, b: typeof a): boolean {
  if (!a.joinedAt || !b.joinedAt || !a.partedAt || !b.partedAt) return false;
  return a.joinedAt < b.partedAt && b.joinedAt < a.partedAt;
}
