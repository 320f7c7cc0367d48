import type { Tx } from "../client.ts";

export interface FreeSeat {
  readonly id: string;
  readonly label: string;
  readonly location: string;
  readonly recordingCapable: boolean;
}

export interface FreeSeatsWanted {
  readonly wanted: number;
  /** Only seats that can be recorded. */
  readonly mustRecord: boolean;
  readonly at: Date;
  readonly butNot: readonly string[];
}

/**
 * Locks free seats until the transaction ends and answers them by label; seats that another transaction has locked are
 * passed over. It may answer fewer than wanted although more are free: ask again without those it gave.
 */
export function takeFreeSeats(tx: Tx, { wanted, mustRecord, at, butNot }: FreeSeatsWanted): Promise<FreeSeat[]> {
  return tx.$queryRaw<FreeSeat[]>`
    SELECT id, label, location, recording_capable AS "recordingCapable"
    FROM take_free_seats(${wanted}::int, ${mustRecord}, ${at}::timestamptz, ${[...butNot]}::uuid[])`;
}
