import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { addDays, localDate } from "@callbay/domain/calendar";
import { exportInvoice } from "@callbay/services/invoice/export";
import { readCarrierLog } from "@callbay/tooling-runtime/carrier";
import { until } from "@callbay/tooling-runtime/process/until";
import type { Stack } from "@callbay/tooling-runtime/stack";
import { openDeskSide } from "./desk-side.ts";
import { writeJson, writeRecords } from "./export.ts";
import { onboardClient, type Platform, prepareCampaign, TIME_ZONE } from "./onboard.ts";
import type { DemoOptions } from "./options.ts";
import { channelLogCalls, ourCalls, readRecords } from "./records.ts";
import { runCampaign } from "./run-campaign.ts";
import { compareWitnesses, type Disagreement } from "./witnesses.ts";

export interface DemoWorld {
  readonly stack: Stack;
  readonly env: Readonly<Record<string, string>>;
  readonly platform: Platform;
  readonly fixturesDir: string;
  readonly step: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  readonly onProgress: (done: number, total: number) => void;
}

/** Does the main job on a running stack with worker and media-bridge, and leaves its records in `out`. */
export async function runDemo(options: DemoOptions, world: DemoWorld): Promise<{ disagreements: Disagreement[] }> {
  const { stack, env, step, platform } = world;
  const { out } = options;
  const [node] = stack.nodes;
  if (!stack.phones || !stack.carrier || !node) throw new Error("the demo needs a PBX, a carrier and phones");
  const { phones, carrier } = stack;
  await rm(join(out, "recordings"), { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const seconds: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await step(name, work);
    seconds[name] = Math.round((performance.now() - started) / 100) / 10;
    return result;
  };

  const side = openDeskSide(env);
  try {
    const operator = side.as(platform.operator);
    await until(async () => (await operator.operator.pool.overview()).nodes.every(({ alive }) => alive), {
      deadlineMs: 30_000,
      everyMs: 100,
      describe: () => "media-bridge did not take the PBX node within 30 s",
    });
    const client = await timed("onboard", () => onboardClient(side, platform, options.agents));
    const list = await firstRows(join(world.fixturesDir, "sample-list.csv"), options.contacts, join(out, "list.csv"));
    const doNotCall = join(world.fixturesDir, "sample-dnc.csv");
    const prepared = await timed("import and approve", () =>
      prepareCampaign(side, platform, client, { list, doNotCall }),
    );
    await timed("campaign", () =>
      runCampaign({
        ...prepared,
        side,
        client,
        phones,
        registrar: { host: node.ip, port: node.sipPort },
        onProgress: world.onProgress,
      }),
    );

    const invoice = await timed("invoice", async () => {
      const periodTo = addDays(localDate(new Date(), TIME_ZONE), 1);
      const { tenantId, contractId } = client;
      const { invoiceId } = await operator.operator.billing.close({ tenantId, contractId, periodTo });
      await operator.operator.billing.openReview({ tenantId, invoiceId });
      await side.as(client.finance).invoices.accept({ invoiceId });
      await operator.operator.billing.finalise({ tenantId, invoiceId });
      const pdf = await exportInvoice(side.context(client.finance), { invoiceId, kind: "pdf" });
      await writeFile(join(out, "invoice.pdf"), pdf.bytes);
      await writeJson(join(out, "contract.json"), await operator.operator.contracts.get({ tenantId, contractId }));
      return side.as(client.finance).invoices.get({ invoiceId });
    });
    await writeJson(join(out, "invoice.json"), invoice);

    const disagreements = await timed("three witnesses", async () => {
      // Asterisk writes its log behind the call, recordings are fetched after it: wait for both, by their own counts.
      await until(
        async () => {
          const { recordings, calls } = await readRecords(side.db, client.tenantId);
          const logged = await channelLogCalls(side.db);
          return (
            recordings.every((one) => one.state !== "recording") &&
            logged.filter((one) => one.ended).length >= calls.length
          );
        },
        {
          deadlineMs: 30_000,
          everyMs: 250,
          describe: () => "recordings or the channel log are not complete after 30 s",
        },
      ).catch(() => undefined); // incomplete records are for the judge to name
      const records = await readRecords(side.db, client.tenantId);
      const channelLog = await channelLogCalls(side.db);
      const carrierLog = await readCarrierLog(carrier);
      await writeRecords(out, records, carrierLog, env.STORAGE_DIR ?? "");
      const found = compareWitnesses(
        ourCalls(records),
        channelLog,
        carrierLog.map((call) => ({ ...call, attemptId: call.attemptId ?? `carrier:${call.callId}` })),
      );
      await writeJson(join(out, "summary.json"), {
        contacts: Object.fromEntries(
          records.contactStates.map(({ state, reason, _count }) => [`${state}:${reason || "-"}`, _count._all]),
        ),
        attempts: records.attempts.length,
        calls: countBy(records.calls.map((call) => call.outcome ?? "open")),
        talkMs: records.calls.reduce((sum, call) => sum + call.talkMs, 0),
        recordings: countBy(records.recordings.map((recording) => recording.state)),
        usage: countBy(records.usage.map((usage) => usage.kind)),
        invoice: { number: invoice.number, currency: invoice.currency, totalMinor: invoice.totalMinor },
        witnesses: {
          ours: ourCalls(records).length,
          channelLog: channelLog.length,
          carrier: carrierLog.length,
          disagreements: found,
        },
        seconds,
      });
      return found;
    });
    return { disagreements };
  } finally {
    await side.close();
  }
}

/** Copies the heading and the first rows of a CSV; a row may hold line breaks inside quotes. */
async function firstRows(file: string, rows: number, to: string): Promise<string> {
  const text = await readFile(file, "utf8");
  let quoted = false;
  let seen = 0;
  let end = text.length;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '"') quoted = !quoted;
    if (text[index] !== "\n" || quoted) continue;
    seen += 1;
    if (seen > rows) {
      end = index + 1;
      break;
    }
  }
  await writeFile(to, text.slice(0, end));
  return to;
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
