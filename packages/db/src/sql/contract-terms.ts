import type { RawTx } from "../client.ts";

/** Terms of one version, without its prices. Days are calendar days: "2026-03-01". */
export interface TermsRow {
  readonly id: string;
  readonly version: number;
  readonly effectiveFrom: string;
  readonly minTalkMs: number;
  readonly recordingRequired: boolean;
  readonly taxRatePpm: number;
  readonly taxMode: string;
  readonly taxCategory: string | null;
  readonly taxNote: string;
  readonly reviewDays: number;
  readonly autoCharge: boolean;
  readonly paymentTermDays: number;
  readonly excludedPrefixes: readonly string[];
}

export interface ContractTermsRow {
  readonly startsOn: Date;
  readonly endsOn: Date | null;
  readonly versions: readonly TermsRow[];
}

/** A contract's days and the terms of its versions; null when the tenant has none of this id. */
export async function contractTerms(tx: RawTx, tenantId: string, contractId: string): Promise<ContractTermsRow | null> {
  const rows = await tx.$queryRaw<ContractTermsRow[]>`
    SELECT k.starts_on AS "startsOn", k.ends_on AS "endsOn",
           COALESCE((SELECT jsonb_agg(jsonb_build_object(
             'id', v.id, 'version', v.version, 'effectiveFrom', v.effective_from, 'minTalkMs', v.min_talk_ms,
             'recordingRequired', v.recording_required, 'taxRatePpm', v.tax_rate_ppm, 'taxMode', v.tax_mode,
             'taxCategory', v.tax_category, 'taxNote', v.tax_note, 'reviewDays', v.review_days,
             'autoCharge', v.auto_charge, 'paymentTermDays', v.payment_term_days,
             'excludedPrefixes', COALESCE(v.excluded_prefixes, '{}')) ORDER BY v.version)
             FROM contract_version v WHERE v.tenant_id = k.tenant_id AND v.contract_id = k.id), '[]') AS versions
    FROM contract k WHERE k.tenant_id = ${tenantId}::uuid AND k.id = ${contractId}::uuid`;
  return rows[0] ?? null;
}
