import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { CarrierOutcome } from "./behaviours.ts";

/** One call as the carrier saw it: a witness that knows nothing of our records. */
export interface CarrierCall {
  /** SIP Call-ID of the call between PBX and carrier. */
  callId: string;
  /** What the PBX named its attempt in the header, or "" when it did not. */
  attemptId: string;
  from: string;
  to: string;
  startedAt: Date;
  answeredAt: Date | null;
  endedAt: Date;
  outcome: CarrierOutcome;
  /** Q.850. */
  cause: number;
  /** From answer to end; 0 when not answered. */
  talkMs: number;
}

interface CelLine {
  eventtype: string;
  eventtime: string | number;
  num: string | number;
  exten: string | number;
  uniqueid: string | number;
  userfield: string;
  eventextra: string;
}

interface Draft {
  startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  cause: number;
  hungUpBy: string;
  userField: string;
  from: string;
  to: string;
}

/**
 * Reads the carrier's own log: every ended call that began at `since` or later, in order of their start.
 * Calls that are still up are left out.
 */
export async function readCarrierLog(
  carrier: { logFile: string },
  options: { since?: Date } = {},
): Promise<CarrierCall[]> {
  if (!existsSync(carrier.logFile)) return [];
  const drafts = new Map<string, Draft>();
  for await (const text of createInterface({
    input: createReadStream(carrier.logFile, "utf8"),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const line = parse(text);
    if (line) take(drafts, line);
  }
  const since = options.since?.getTime() ?? 0;
  return [...drafts.values()]
    .flatMap((draft) => finished(draft) ?? [])
    .filter((call) => call.startedAt.getTime() >= since)
    .sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
}

/** The last line can be half written while a call is on. */
function parse(text: string): CelLine | undefined {
  try {
    return JSON.parse(text) as CelLine;
  } catch {
    return undefined;
  }
}

function take(drafts: Map<string, Draft>, line: CelLine): void {
  const at = milliseconds(line.eventtime);
  if (line.eventtype === "CHAN_START") {
    drafts.set(String(line.uniqueid), {
      startedAt: at,
      answeredAt: null,
      endedAt: null,
      cause: 0,
      hungUpBy: "",
      userField: "",
      from: String(line.num),
      to: String(line.exten),
    });
    return;
  }
  const draft = drafts.get(String(line.uniqueid));
  if (!draft) return;
  if (line.userfield) draft.userField = line.userfield;
  if (line.eventtype === "ANSWER") draft.answeredAt ??= at;
  if (line.eventtype === "HANGUP") {
    draft.endedAt = at;
    const extra = JSON.parse(line.eventextra || "{}") as { hangupcause?: number; hangupsource?: string };
    draft.cause = extra.hangupcause ?? 0;
    draft.hungUpBy = extra.hangupsource ?? "";
  }
}

function finished(draft: Draft): CarrierCall | undefined {
  if (draft.endedAt === null) return undefined;
  const [callId = "", attemptId = "", from = "", to = ""] = draft.userField.split("|");
  const { outcome, cause } = judge(draft);
  return {
    callId,
    attemptId,
    from: from || draft.from,
    to: to || draft.to,
    startedAt: new Date(draft.startedAt),
    answeredAt: draft.answeredAt === null ? null : new Date(draft.answeredAt),
    endedAt: new Date(draft.endedAt),
    outcome,
    cause,
    talkMs: draft.answeredAt === null ? 0 : draft.endedAt - draft.answeredAt,
  };
}

/** What the carrier's own causes say; any other is a fault of the network. Only those of the callees' table arise. */
const BY_CAUSE: Record<number, CarrierOutcome> = {
  1: "unreachable",
  17: "busy",
  19: "no_answer",
  21: "rejected",
  28: "unreachable",
};

function judge(draft: Draft): { outcome: CarrierOutcome; cause: number } {
  if (draft.answeredAt !== null) return { outcome: "answered", cause: draft.cause };
  // The far side gave up while it still rang (CANCEL): from the network's view nobody answered.
  if (draft.hungUpBy.startsWith("PJSIP/")) return { outcome: "no_answer", cause: 19 };
  return { outcome: BY_CAUSE[draft.cause] ?? "failed", cause: draft.cause };
}

/** "%s.%6q": seconds since the epoch. */
function milliseconds(text: string | number): number {
  return Math.round(Number(text) * 1000);
}
