import type { Tx } from "@callbay/db/client";
import type { UsageRecord } from "@callbay/db/types";
import { addDays, fromDbDate, type LocalDate, localDate } from "@callbay/domain/calendar";
import { loadContract } from "../contract/load.ts";

/** The days in which a success can be rejected, by the terms that it came under. */
export interface Clawback {
  /** The tenant's day now. */
  readonly today: LocalDate;
  /** Is anything paid for it? */
  readonly pays: boolean;
  /** Null: where nothing is paid for a success, nothing is taken back, and no window ends. */
  readonly lastDay: LocalDate | null;
}

export async function clawbackOf(tx: Tx, usage: UsageRecord, now: Date): Promise<Clawback> {
  const contract = await loadContract(tx, usage.tenantId, usage.contractId);
  const today = localDate(now, contract.timezone);
  const version = contract.versions.find(({ id }) => id === usage.contractVersionId);
  const windows = (version?.components ?? []).flatMap(({ params }) =>
    params.type === "commission" && (params.direction === null || params.direction === usage.direction)
      ? [params.clawbackDays]
      : [],
  );
  const pays = windows.length > 0;
  return { today, pays, lastDay: pays ? addDays(fromDbDate(usage.localDate), Math.max(...windows)) : null };
}
