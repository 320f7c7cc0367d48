import type { DraftCharge } from "@callbay/domain/rating/types";
import type { Tx } from "../client.ts";

export interface ChargeRow extends Omit<DraftCharge, "key"> {
  readonly id: string;
  readonly position: number;
}

export interface DraftLines {
  readonly tenantId: string;
  readonly invoiceId: string;
  readonly charges: readonly ChargeRow[];
}

const CHUNK = 1_000;

/** Writes the lines of a draft; one that usage is linked to already gets the content that it was waiting for. */
export async function writeCharges(tx: Tx, { tenantId, invoiceId, charges }: DraftLines): Promise<void> {
  for (let at = 0; at < charges.length; at += CHUNK) {
    const rows = JSON.stringify(charges.slice(at, at + CHUNK), (_key, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    );
    await tx.$executeRaw`
      INSERT INTO charge (tenant_id, id, invoice_id, "position", contract_version_id, component_id, kind, month, metered,
                          description, quantity_micros, unit, unit_price_micros, amount_minor, arithmetic, period_from,
                          period_to)
      SELECT ${tenantId}::uuid, r.id, ${invoiceId}::uuid, r."position", r."contractVersionId", r."componentId", r.kind,
             r.month, r.metered, r.description, r."quantityMicros", r.unit, r."unitPriceMicros", r."amountMinor",
             r.arithmetic, r."periodFrom", r."periodTo"
      FROM jsonb_to_recordset(${rows}::jsonb) AS r(
        id uuid, "position" int, "contractVersionId" uuid, "componentId" uuid, kind text, month text, metered bigint,
        description jsonb, "quantityMicros" bigint, unit text, "unitPriceMicros" bigint, "amountMinor" bigint,
        arithmetic text, "periodFrom" date, "periodTo" date)
      ON CONFLICT (tenant_id, id) DO UPDATE SET
        "position" = EXCLUDED."position", kind = EXCLUDED.kind, month = EXCLUDED.month, metered = EXCLUDED.metered,
        description = EXCLUDED.description, quantity_micros = EXCLUDED.quantity_micros, unit = EXCLUDED.unit,
        unit_price_micros = EXCLUDED.unit_price_micros, amount_minor = EXCLUDED.amount_minor,
        arithmetic = EXCLUDED.arithmetic, period_from = EXCLUDED.period_from, period_to = EXCLUDED.period_to`;
  }
}

export interface AwaitedCharge {
  readonly id: string;
  /** Its place among those awaited: a position below all others until it has its own. */
  readonly place: number;
  readonly componentId: string;
  readonly contractVersionId: string;
}

/** Makes room for lines whose content is known only when all usage has been read, so that usage can be linked to them. */
export async function awaitCharges(
  tx: Tx,
  { tenantId, invoiceId, day }: { readonly tenantId: string; readonly invoiceId: string; readonly day: string },
  awaited: readonly AwaitedCharge[],
): Promise<void> {
  if (awaited.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO charge (tenant_id, id, invoice_id, "position", contract_version_id, component_id, description,
                        quantity_micros, unit, unit_price_micros, amount_minor, arithmetic, period_from, period_to)
    SELECT ${tenantId}::uuid, r.id, ${invoiceId}::uuid, -1 - r.place, r."contractVersionId", r."componentId", '{}'::jsonb,
           0, '', 0, 0, '', ${day}::date, ${day}::date
    FROM jsonb_to_recordset(${JSON.stringify(awaited)}::jsonb)
      AS r(id uuid, place int, "componentId" uuid, "contractVersionId" uuid)`;
}
