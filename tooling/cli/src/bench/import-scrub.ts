/**
 * A list of a million numbers scrubbed against a register of 250 million: by the lookup that the gate and the imports
 * use, against a sorted array of 64-bit numbers that is searched by halves, in turns. Both have to find the same numbers.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRegisterLookup } from "@callbay/services/do-not-call/register-lookup";
import { writeNumberFile } from "@callbay/services/do-not-call/write-number-file";
import { type BenchContext, median, rounded } from "./figure.ts";
import type { ScrubReport, ScrubTask } from "./import-scrub-child.ts";
import { listedPhones, registerNumbers } from "./import-scrub-data.ts";

const REGISTERED = 250_000_000;
const LISTED = 1_000_000;
const ROUNDS = 9;
const STORAGE_KEY = "numbers/registers/bench";
const CHILD = fileURLToPath(new URL("./import-scrub-child.ts", import.meta.url));

export async function run(context: BenchContext): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "callbay-bench-scrub-"));
  try {
    await scrub(context, dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function scrub({ print, say }: BenchContext, dir: string): Promise<void> {
  say(`  building a register of ${REGISTERED.toLocaleString("en")} numbers …`);
  const truth = new Float64Array(REGISTERED);
  let filled = 0;
  const started = performance.now();
  const built = await writeNumberFile(
    join(dir, STORAGE_KEY),
    (async function* () {
      for (const piece of registerNumbers(REGISTERED)) {
        truth.set(piece, filled);
        filled += piece.length;
        yield piece;
      }
    })(),
  );
  say(`  built in ${((performance.now() - started) / 1000).toFixed(0)} s: ${built.count.toLocaleString("en")} numbers`);
  const sorted = truth.subarray(0, filled);
  const { phones, planted } = listedPhones(LISTED, REGISTERED, (place) => sorted[place] ?? 0, filled);

  const lookup = createRegisterLookup({
    storageDir: dir,
    clock: () => new Date(),
    inForce: async () => [{ id: "register", tenantId: null, storageKey: STORAGE_KEY, validUntil: null }],
  });
  const seconds: { ours: number[]; theirs: number[]; cpu: number[] } = { ours: [], theirs: [], cpu: [] };
  let disagreed = 0;
  let hits = 0;
  // The first round reads the file and lets the compiler see both; it is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const cpu = process.cpuUsage();
    const beforeOurs = performance.now();
    const ours = await lookup.onRegisters("tenant", phones);
    const beforeTheirs = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    const theirs = searched(sorted, phones);
    const after = performance.now();
    hits = theirs.size;
    disagreed += differences(ours, theirs);
    if (round === 0) continue;
    seconds.cpu.push((user + system) / 1_000_000);
    seconds.ours.push((beforeTheirs - beforeOurs) / 1000);
    seconds.theirs.push((after - beforeTheirs) / 1000);
  }
  const memory = lookup.memory();
  await lookup.close();
  const ours = median(seconds.ours);
  const baseline = median(seconds.theirs);
  const ratio = median(seconds.ours.map((value, round) => value / (seconds.theirs[round] ?? value)));
  const told = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(" ");
  say(`  rounds, s: ${told(seconds.ours)}; of the processor: ${told(seconds.cpu)}; ${hits} hits, ${planted} planted`);
  const of = `${LISTED.toLocaleString("en")} listed numbers against ${built.count.toLocaleString("en")} registered ones`;
  const arrayName = "sorted Float64Array in memory, binary search per number";
  print({
    bench: "import",
    figure: `scrub of ${of}`,
    unit: "s",
    ours: rounded(ours),
    baseline: rounded(baseline),
    baselineName: arrayName,
    ratio: rounded(ratio),
    goal: "ours <= 0.5 s, no disagreement",
    pass: ours <= 0.5 && disagreed === 0,
    n: LISTED,
  });
  print({
    bench: "import",
    figure: `numbers on which both disagree, of ${of}, all rounds`,
    unit: "numbers",
    ours: disagreed,
    baseline: hits,
    baselineName: `hits by binary search, ${planted} planted and the rest by chance`,
    ratio: null,
    goal: "0, and every planted number is found",
    pass: disagreed === 0 && hits > LISTED / 6,
    n: LISTED * (ROUNDS + 1),
  });
  print({
    bench: "import",
    figure: "memory of the register, whole",
    unit: "bytes per number",
    ours: rounded(memory / built.count),
    baseline: 8,
    baselineName: arrayName,
    ratio: rounded(memory / built.count / 8),
    goal: "ratio <= 0.125",
    pass: memory / built.count <= 1,
    n: built.count,
  });
  const listPath = join(dir, "list");
  await writeFile(listPath, phones.join("\n"));
  const report = await inOwnProcess({ storageDir: dir, storageKey: STORAGE_KEY, listPath });
  print({
    bench: "import",
    figure: "peak resident memory of a process that opens the register and scrubs the list",
    unit: "MiB",
    ours: Math.round(report.peakMiB),
    baseline: Math.round(report.beforeMiB),
    baselineName: `the same process with the list alone; the file was read and checked in ${Math.round(report.openMs)} ms`,
    ratio: rounded(report.peakMiB / report.beforeMiB),
    goal: "ours <= 768, the same hits",
    pass: report.peakMiB <= 768 && report.hits === hits,
    n: built.count,
  });
}

/** The numbers that stand in the array, each searched by halves. */
function searched(sorted: Float64Array, phones: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const phone of phones) {
    const number = Number(phone);
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as number) < number) low = middle + 1;
      else high = middle;
    }
    if (sorted[low] === number) found.add(phone);
  }
  return found;
}

function differences(ours: ReadonlyMap<string, unknown>, theirs: ReadonlySet<string>): number {
  let differing = 0;
  for (const phone of ours.keys()) if (!theirs.has(phone)) differing += 1;
  for (const phone of theirs) if (!ours.has(phone)) differing += 1;
  return differing;
}

async function inOwnProcess(task: ScrubTask): Promise<ScrubReport> {
  const child = fork(CHILD);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The scrubbing process ended with ${code} and no report`);
  });
  child.send(task);
  const [report] = (await Promise.race([once(child, "message"), ended])) as [ScrubReport];
  ended.catch(() => {});
  return report;
}
