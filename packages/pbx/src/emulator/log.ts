/** A row as Asterisk's channel event log writes it. */
export interface LogRow {
  readonly id: bigint;
  readonly eventtype: string;
  readonly eventtime: Date;
  readonly uniqueid: string;
  readonly extra: string;
}

/** The emulated node's own log: it goes on while nobody is connected. */
export class ChannelLog {
  readonly rows: LogRow[] = [];

  write(eventtype: string, uniqueid: string, eventtime: Date, extra: Readonly<Record<string, unknown>> = {}): void {
    const text = Object.keys(extra).length > 0 ? JSON.stringify(extra) : "";
    this.rows.push({ id: BigInt(this.rows.length + 1), eventtype, eventtime, uniqueid, extra: text });
  }
}
