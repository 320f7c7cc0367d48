import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CarrierCall } from "@callbay/tooling-runtime/carrier";
import { type Column, toCsv } from "./csv.ts";
import type { Records } from "./records.ts";

type Row<K extends "attempts" | "calls" | "usage" | "charges" | "recordings"> = Records[K][number];

const attemptColumns: Column<Row<"attempts">>[] = [
  ["attempt_id", (a) => a.id],
  ["contact_id", (a) => a.contactId],
  ["phone", (a) => a.phone],
  ["ordinal", (a) => a.ordinal],
  ["state", (a) => a.state],
  ["outcome", (a) => a.outcome],
  ["hangup_cause", (a) => a.hangupCause],
  ["reserved_at", (a) => a.reservedAt],
  ["claimed_at", (a) => a.claimedAt],
  ["ringing_at", (a) => a.ringingAt],
  ["answered_at", (a) => a.answeredAt],
  ["ended_at", (a) => a.endedAt],
  ["released_reason", (a) => a.releasedReason],
];
const callColumns: Column<Row<"calls">>[] = [
  ["call_id", (c) => c.id],
  ["attempt_id", (c) => c.attemptId],
  ["direction", (c) => c.direction],
  ["phone", (c) => c.phone],
  ["started_at", (c) => c.startedAt],
  ["answered_at", (c) => c.answeredAt],
  ["joined_at", (c) => c.joinedAt],
  ["parted_at", (c) => c.partedAt],
  ["ended_at", (c) => c.endedAt],
  ["talk_ms", (c) => c.talkMs],
  ["outcome", (c) => c.outcome],
  ["hangup_cause", (c) => c.hangupCause],
  ["ended_by", (c) => c.endedBy],
  ["closed_from", (c) => c.closedFrom],
  ["membership_id", (c) => c.membershipId],
  ["seat", (c) => c.seatLease?.label ?? null],
  ["disposition", (c) => c.disposition?.code ?? null],
  ["success", (c) => c.disposition?.success ?? null],
];
const carrierColumns: Column<CarrierCall>[] = [
  ["attempt_id", (c) => c.attemptId ?? null],
  ["carrier_call_id", (c) => c.callId],
  ["from", (c) => c.from],
  ["to", (c) => c.to],
  ["started_at", (c) => c.startedAt],
  ["answered_at", (c) => c.answeredAt],
  ["ended_at", (c) => c.endedAt],
  ["outcome", (c) => c.outcome],
  ["cause", (c) => c.cause],
  ["talk_ms", (c) => c.talkMs],
];
const usageColumns: Column<Row<"usage">>[] = [
  ["usage_id", (u) => u.id],
  ["kind", (u) => u.kind],
  ["source_key", (u) => u.sourceKey],
  ["contract_version_id", (u) => u.contractVersionId],
  ["direction", (u) => u.direction],
  ["occurred_at", (u) => u.occurredAt],
  ["local_date", (u) => u.localDate.toISOString().slice(0, 10)],
  ["call_id", (u) => u.callId],
  ["seat_lease_id", (u) => u.seatLeaseId],
  ["quantity", (u) => u.quantity],
];
const chargeColumns: Column<Row<"charges">>[] = [
  ["charge_id", (c) => c.id],
  ["position", (c) => c.position],
  ["component", (c) => c.component?.type ?? null],
  ["contract_version_id", (c) => c.contractVersionId],
  ["quantity_micros", (c) => c.quantityMicros],
  ["unit", (c) => c.unit],
  ["unit_price_micros", (c) => c.unitPriceMicros],
  ["amount_minor", (c) => c.amountMinor],
  ["arithmetic", (c) => c.arithmetic],
  ["period_from", (c) => c.periodFrom.toISOString().slice(0, 10)],
  ["period_to", (c) => c.periodTo.toISOString().slice(0, 10)],
  ["usage_records", (c) => c._count.usages],
];
const recordingColumns: Column<Row<"recordings">>[] = [
  ["recording_id", (r) => r.id],
  ["call_id", (r) => r.callId],
  ["state", (r) => r.state],
  ["file", (r) => (r.storageKey ? `recordings/${r.id}.wav` : null)],
  ["started_at", (r) => r.startedAt],
  ["duration_ms", (r) => r.durationMs],
  ["bytes", (r) => r.bytes],
  ["sha256", (r) => r.sha256],
  ["failure", (r) => r.failure],
];

/** Writes what the demo leaves behind; the columns are documented in docs/demo.md. */
export async function writeRecords(
  out: string,
  records: Records,
  carrier: readonly CarrierCall[],
  storageDir: string,
): Promise<void> {
  const files: Record<string, string> = {
    "attempts.csv": toCsv(attemptColumns, records.attempts),
    "calls.csv": toCsv(callColumns, records.calls),
    "carrier.csv": toCsv(carrierColumns, carrier),
    "usage.csv": toCsv(usageColumns, records.usage),
    "charges.csv": toCsv(chargeColumns, records.charges),
    "recordings.csv": toCsv(recordingColumns, records.recordings),
  };
  await mkdir(join(out, "recordings"), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(out, name), text);
  for (const recording of records.recordings) {
    if (!recording.storageKey) continue;
    await copyFile(join(storageDir, recording.storageKey), join(out, "recordings", `${recording.id}.wav`));
  }
}

/** JSON with bigint as a decimal string, since JSON has no integers of that size. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? item.toString() : item), 2);
  await writeFile(file, `${text}\n`);
}
