/**
 * Holds three independent records of the same calls against each other: ours, the PBX's channel event log, and the
 * carrier's own call log. Pure: the demo and its tests judge with the same function.
 */
export interface OurCall {
  readonly attemptId: string;
  readonly outcome: string | null;
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
  readonly joinedAt: Date | null;
  readonly talkMs: number;
}

export interface ChannelLogCall {
  readonly attemptId: string;
  readonly answered: boolean;
  readonly ended: boolean;
  /** Milliseconds that the customer spent in bridges. */
  readonly bridgedMs: number;
  readonly cause: number | null;
}

export interface CarrierLogCall {
  readonly attemptId: string;
  readonly outcome: string;
  /** Milliseconds from the callee's answer to the end. */
  readonly talkMs: number;
}

export interface Disagreement {
  readonly attemptId: string;
  readonly about: "missing" | "twice" | "outcome" | "talk_time" | "no_end";
  readonly detail: string;
}

/** Durations may differ by the time that messages take between the parties. */
export const TOLERANCE_MS = 1_000;

/** What the network calls answered: what happened afterwards is between us and the callee. */
const ANSWERED = new Set(["answered", "abandoned", "machine"]);

/** @returns every disagreement; empty when the three tell the same story */
export function compareWitnesses(
  ours: readonly OurCall[],
  channelLog: readonly ChannelLogCall[],
  carrierLog: readonly CarrierLogCall[],
): Disagreement[] {
  const found: Disagreement[] = [
    ...twice("ours", ours),
    ...twice("the PBX's channel log", channelLog),
    ...twice("the carrier's log", carrierLog),
  ];
  const ourCalls = new Map(ours.map((call) => [call.attemptId, call]));
  const pbxCalls = new Map(channelLog.map((call) => [call.attemptId, call]));
  const carrierCalls = new Map(carrierLog.map((call) => [call.attemptId, call]));
  for (const attemptId of new Set([...ourCalls.keys(), ...pbxCalls.keys(), ...carrierCalls.keys()])) {
    const our = ourCalls.get(attemptId);
    const pbx = pbxCalls.get(attemptId);
    const carrier = carrierCalls.get(attemptId);
    const lacking = [
      ...(our ? [] : ["our records"]),
      ...(pbx ? [] : ["the PBX's channel log"]),
      ...(carrier ? [] : ["the carrier's log"]),
    ];
    if (!our || !pbx || !carrier) {
      found.push({ attemptId, about: "missing", detail: `not in ${lacking.join(" and ")}` });
      continue;
    }
    found.push(...compareOne(our, pbx, carrier));
  }
  return found;
}

function compareOne(our: OurCall, pbx: ChannelLogCall, carrier: CarrierLogCall): Disagreement[] {
  const { attemptId } = our;
  if (!our.endedAt || !pbx.ended || our.outcome === null) {
    return [
      {
        attemptId,
        about: "no_end",
        detail: `ours ${our.endedAt ? "ended" : "open"}, PBX ${pbx.ended ? "ended" : "open"}`,
      },
    ];
  }
  const found: Disagreement[] = [];
  const weSayAnswered = ANSWERED.has(our.outcome);
  const carrierSays = ANSWERED.has(carrier.outcome) ? "answered" : carrier.outcome;
  if (weSayAnswered ? carrierSays !== "answered" : carrierSays !== our.outcome) {
    found.push({ attemptId, about: "outcome", detail: `ours ${our.outcome}, carrier ${carrier.outcome}` });
  }
  if (weSayAnswered !== pbx.answered) {
    found.push({
      attemptId,
      about: "outcome",
      detail: `ours ${our.outcome}, PBX ${pbx.answered ? "answered" : "not answered"}`,
    });
  }
  const connectedMs = our.answeredAt ? our.endedAt.getTime() - our.answeredAt.getTime() : 0;
  if (Math.abs(connectedMs - carrier.talkMs) > TOLERANCE_MS) {
    found.push({
      attemptId,
      about: "talk_time",
      detail: `connected ${connectedMs} ms by us, ${carrier.talkMs} ms by the carrier`,
    });
  }
  if (Math.abs(our.talkMs - pbx.bridgedMs) > TOLERANCE_MS) {
    found.push({
      attemptId,
      about: "talk_time",
      detail: `talk ${our.talkMs} ms by us, ${pbx.bridgedMs} ms by the PBX`,
    });
  }
  if (our.joinedAt && Math.abs(our.talkMs - carrier.talkMs) > TOLERANCE_MS) {
    found.push({
      attemptId,
      about: "talk_time",
      detail: `talk ${our.talkMs} ms by us, ${carrier.talkMs} ms by the carrier`,
    });
  }
  return found;
}

function twice(whose: string, calls: readonly { readonly attemptId: string }[]): Disagreement[] {
  const seen = new Set<string>();
  const found: Disagreement[] = [];
  for (const { attemptId } of calls) {
    if (seen.has(attemptId)) found.push({ attemptId, about: "twice", detail: `more than once in ${whose}` });
    seen.add(attemptId);
  }
  return found;
}
