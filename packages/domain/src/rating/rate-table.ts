/** One row of a price list: destinations whose E.164 number begins with the prefix. */
export interface RateRow {
  /** Digits with or without "+". */
  readonly prefix: string;
  /** What the invoice calls it: "China mobile". */
  readonly destination: string;
  /** Per minute, a decimal string. */
  readonly rate: string;
}

/** A price list by destination. */
export interface RateTable {
  readonly id: string;
  readonly name: string;
  readonly rows: readonly RateRow[];
}
