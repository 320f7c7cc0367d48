/**
 * The month in Postgres: usage read, priced, linked to its charges, posted to the ledger and balanced, against COPY of the
 * same usage rows into a table with the same indexes, in turns; and the closing of a million calls in time and memory.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { copyFromFile, copyToFile } from "./copy.ts";
import { type BenchContext, type Figure, median, rounded } from "./figure.ts";
import type { CloseMessage, CloseReport, CloseTask, Prices } from "./rating-close.ts";

const FEW = 100_000;
const MANY = 1_000_000;
/**
 * What the closing process may keep on its heap. Without an end to it V8 grows over garbage that it has no reason to
 * collect, and the peak tells of the machine; with it, a closing that keeps its calls does not end.
 */
const HEAP_MIB = 128;
const CHILD = fileURLToPath(new URL("./rating-close.ts", import.meta.url));

interface Measured {
  readonly report: CloseReport;
  /** Seconds of each COPY. */
  readonly copies: readonly number[];
}

export async function run({ print, say, stack }: BenchContext): Promise<void> {
  const { database } = await stack();
  const measure = (prices: Prices, calls: number): Promise<Measured> => {
    say(`  ${calls.toLocaleString("en")} calls, ${prices} …`);
    return closeBesideCopy({ appUrl: database.appUrl, prices, calls }, database.ownerUrl);
  };
  const few = await measure("per_call", FEW);
  const many = await measure("per_call", MANY);
  for (const figure of figuresOf(many, "priced by call in tiers")) print(figure);
  const ratio = many.report.peakMiB / few.report.peakMiB;
  print({
    bench: "rating",
    figure: "peak memory of the process that closes a month",
    unit: "MiB",
    ours: Math.round(many.report.peakMiB),
    baseline: Math.round(few.report.peakMiB),
    baselineName: `the same with ${FEW.toLocaleString("en")} calls`,
    ratio: rounded(ratio),
    goal: "ratio <= 1.25",
    pass: ratio <= 1.25,
    n: MANY,
  });
  const byDestination = await measure("per_minute_by_destination", MANY);
  for (const figure of figuresOf(byDestination, "by the minute with 40,000 prefixes")) print(figure);
}

function figuresOf({ report, copies }: Measured, how: string): Figure[] {
  const ours = MANY / (report.closeSeconds + report.finaliseSeconds);
  const baseline = MANY / median(copies);
  const isWhole = report.linked === MANY && report.ledgerSum === "0" && report.ledgerEntries > 0;
  return [
    {
      bench: "rating",
      figure: `usage rated, linked, posted and balanced in Postgres, ${how}`,
      unit: "records/s",
      ours: Math.round(ours),
      baseline: Math.round(baseline),
      baselineName: "COPY of the same rows into an equally indexed table",
      ratio: rounded(ours / baseline),
      goal: "ratio >= 0.5, every record linked once, the ledger sums to zero",
      pass: isWhole && ours / baseline >= 0.5,
      n: MANY,
    },
    {
      bench: "rating",
      figure: `closing a month, ${how}`,
      unit: "s",
      ours: rounded(report.closeSeconds),
      baseline: null,
      baselineName: "",
      ratio: null,
      goal: "<= 300 s",
      pass: report.closeSeconds <= 300,
      n: MANY,
    },
  ];
}

/** Closes a month in a process of its own, with the baseline right before and right after it. */
async function closeBesideCopy(task: CloseTask, ownerUrl: string): Promise<Measured> {
  const child = fork(CHILD, { execArgv: [...process.execArgv, `--max-old-space-size=${HEAP_MIB}`] });
  try {
    const next = async (): Promise<CloseMessage> => {
      const [message] = await Promise.race([
        once(child, "message"),
        once(child, "exit").then(([code]) => {
          throw new Error(`The closing process ended with ${code}`);
        }),
      ]);
      return message as CloseMessage;
    };
    child.send(task);
    const ready = await next();
    if (!("ready" in ready)) throw new Error("The closing process is not ready");
    return await withRows(ownerUrl, ready.ready.tenantId, async (copy) => {
      const before = await copy();
      child.send("close");
      const answer = await next();
      if (!("report" in answer)) throw new Error("The closing process tells nothing");
      return { report: answer.report, copies: [before, await copy()] };
    });
  } finally {
    child.kill();
  }
}

/** Hands out the baseline: seconds of a COPY of the client's usage rows from a file into an empty table like theirs. */
async function withRows<T>(ownerUrl: string, tenantId: string, use: (copy: () => Promise<number>) => Promise<T>) {
  const dir = await mkdtemp(join(tmpdir(), "callbay-bench-rows-"));
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const file = join(dir, "usage.copy");
    await client.query("SELECT set_config('app.scope', 'operator', false)");
    await copyToFile(client, `COPY (SELECT * FROM usage_record WHERE tenant_id = '${tenantId}') TO STDOUT`, file);
    return await use(async () => {
      await client.query("CREATE TABLE bench_copied (LIKE usage_record INCLUDING ALL)");
      const started = performance.now();
      await copyFromFile(client, "COPY bench_copied FROM STDIN", file);
      const seconds = (performance.now() - started) / 1000;
      await client.query("DROP TABLE bench_copied");
      return seconds;
    });
  } finally {
    await client.end();
    await rm(dir, { recursive: true, force: true });
  }
}
