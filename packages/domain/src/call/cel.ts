/** A row of Asterisk's channel event log, as the `cel` table holds it. */
export interface CelRow {
  readonly id: bigint;
  readonly eventtype: string;
  readonly eventtime: Date;
  readonly uniqueid: string;
  /** JSON, or empty. */
  readonly extra: string;
}

/** A stay of the channel in one mixing bridge. */
export interface BridgeSpan {
  /** Empty when Asterisk did not name the bridge. */
  readonly bridgeId: string;
  readonly enteredAt: Date;
  /** null while it is still in there. */
  readonly leftAt: Date | null;
}

/** What the PBX itself remembers of one channel. */
export interface CelReconstruction {
  /** The channel came to be: the earliest moment it can have rung. null: the PBX never placed the call. */
  readonly startedAt: Date | null;
  /** Always null from Asterisk's own events, which do not tell of ringing; a dialplan's RINGING event is taken. */
  readonly ringingAt: Date | null;
  readonly answeredAt: Date | null;
  readonly bridges: readonly BridgeSpan[];
  readonly bridgeEnters: readonly Date[];
  readonly bridgeExits: readonly Date[];
  /** HANGUP, or CHAN_END when there is no HANGUP; null while the channel lives. */
  readonly endedAt: Date | null;
  /** Q.850 cause of the HANGUP. */
  readonly cause: number | null;
  /** The channel that hung up, as Asterisk names it; empty when unknown. */
  readonly hangupSource: string;
}

/**
 * Rebuilds a channel's life from the second witness, after media-bridge was not there to see it.
 *
 * @param rows any rows in any order; those of other channels are passed over. @param channelId the attempt's id.
 * Source: design §4, "Two witnesses".
 */
export function reconstructFromCel(rows: readonly CelRow[], channelId: string): CelReconstruction {
  const all = rows
    .filter((row) => row.uniqueid === channelId)
    .sort((a, b) => a.eventtime.getTime() - b.eventtime.getTime() || (a.id < b.id ? -1 : 1));
  // An attempt that went over another trunk had a channel of this name before, in which nothing rang.
  const own = all.slice(Math.max(0, all.map((row) => row.eventtype).lastIndexOf("CHAN_START")));
  const first = (type: string) => own.find((row) => row.eventtype === type);
  const hangup = first("HANGUP");
  const end = hangup ?? first("CHAN_END");
  const detail = extraOf(hangup);
  const bridges = bridgeSpans(own, end?.eventtime ?? null);
  return {
    startedAt: first("CHAN_START")?.eventtime ?? null,
    ringingAt: first("RINGING")?.eventtime ?? null,
    answeredAt: first("ANSWER")?.eventtime ?? null,
    bridges,
    bridgeEnters: bridges.map((span) => span.enteredAt),
    bridgeExits: bridges.flatMap((span) => (span.leftAt === null ? [] : [span.leftAt])),
    endedAt: end?.eventtime ?? null,
    cause: typeof detail.hangupcause === "number" && detail.hangupcause > 0 ? detail.hangupcause : null,
    hangupSource: typeof detail.hangupsource === "string" ? detail.hangupsource : "",
  };
}

/** A channel is in one bridge at a time, so an exit never logged was at the next enter, or when the channel ended. */
function bridgeSpans(own: readonly CelRow[], endedAt: Date | null): BridgeSpan[] {
  const spans: BridgeSpan[] = [];
  const leave = (at: Date) => {
    const last = spans.at(-1);
    if (last !== undefined && last.leftAt === null) spans[spans.length - 1] = { ...last, leftAt: at };
  };
  for (const row of own) {
    const id = extraOf(row).bridge_id;
    const bridgeId = typeof id === "string" ? id : "";
    if (row.eventtype === "BRIDGE_ENTER") {
      leave(row.eventtime);
      spans.push({ bridgeId, enteredAt: row.eventtime, leftAt: null });
    }
    if (row.eventtype === "BRIDGE_EXIT" && (bridgeId === "" || spans.at(-1)?.bridgeId === bridgeId)) {
      leave(row.eventtime);
    }
  }
  if (endedAt !== null) leave(endedAt);
  return spans;
}

function extraOf(row: CelRow | undefined): { hangupcause?: unknown; hangupsource?: unknown; bridge_id?: unknown } {
  if (row === undefined || row.extra === "") return {};
  try {
    const parsed: unknown = JSON.parse(row.extra);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    // A row cut short by a full disk still tells its time and type.
    return {};
  }
}
