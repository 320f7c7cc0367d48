/** What each client's open period cost when it was last priced by this process; see billing/live.ts. */
export interface KeptCost {
  readonly at: Date;
  /** What it was counted from: the same again costs the same. */
  readonly of: string;
  readonly sums: readonly { readonly currency: string; readonly netMinor: bigint }[];
}

/** Today's answers of a tenant's campaigns, as this process last counted them; see floor/answers.ts. */
export interface KeptAnswers {
  readonly at: Date;
  /** The beginning of the day that they are of. */
  readonly from: Date;
  readonly byCampaign: ReadonlyMap<string, { readonly answered: number; readonly abandoned: number }>;
}

/** By tenant, each. */
export interface ProcessMemory {
  readonly costs: Map<string, KeptCost>;
  readonly answers: Map<string, KeptAnswers>;
}

/**
 * What one process remembers between two requests, so that what many screens ask for again and again is not counted each
 * time. Nothing depends on it: it goes with the process, another process has its own, and without one all is read anew.
 */
export function createProcessMemory(): ProcessMemory {
  return { costs: new Map(), answers: new Map() };
}
