/**
 * Calls per second of a whole exchange: worker and media-bridge ring callees who answer at once, join each to a ready
 * agent, and write all of it down; against a bare ARI script that rings and joins on the same Asterisk to the same
 * agents, each the next one as soon as the last has hung up. In turns; our processes are down while the script runs.
 */
import { openBareScript } from "./bare-ari.ts";
import { type Exchange, openExchange, untilReady } from "./exchange.ts";
import { type BenchContext, median, rounded } from "./figure.ts";
import { answerAtOnce } from "./instant-callees.ts";

const AGENTS = 40;
const ROUNDS = 3;
/** Everybody begins at once; after so long each is somewhere else in a call. */
const WARM_UP_MS = 12_000;
const MEASURED_MS = 25_000;
/**
 * How long a callee stays on the line. With two to ten seconds, each another while, agents are what is scarce, as on any
 * floor: the ratio is what a call loses between two conversations. With half a second the machine is: the ratio is what
 * it costs to write every call down, and has no goal.
 */
const LOADS = [
  { talkMs: [2_000, 10_000], words: "2 to 10 s of talk", goal: 0.95 },
  { talkMs: 500, words: "0.5 s of talk", goal: null },
] as const;
/** The ending of a callee whom the bench gives another nature; see the carrier's dialplan. */
const ENDING = "01";

export async function run(context: BenchContext): Promise<void> {
  for (const load of LOADS) await measure(context, load);
}

async function measure(
  { print, say, exchange: start }: BenchContext,
  { talkMs, words: load, goal }: (typeof LOADS)[number],
): Promise<void> {
  const stack = await start();
  await answerAtOnce(stack, { talkMs, ending: ENDING });
  const exchange = await openExchange(stack, {
    campaigns: 1,
    contactsEach: 20_000,
    agents: AGENTS,
    ending: ENDING,
  });
  try {
    const { phones, nodes } = stack;
    const [node] = nodes;
    if (!phones || !node) throw new Error("the stack has no phones");
    let mediaBridge = await exchange.start("media-bridge");
    await exchange.takeDuty(({ username, password }) =>
      phones.addPhone({ username, password, registrarHost: node.ip, registrarPort: node.sipPort }),
    );
    const rounds: { ours: Counted; bare: Counted }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const worker = await exchange.start("worker");
      const ours = await measureOurs(exchange);
      await Promise.all([worker.process.stop(), mediaBridge.process.stop()]);
      const bare = await measureBare(exchange);
      mediaBridge = await exchange.start("media-bridge");
      await untilReady(exchange.sql, exchange.floor);
      rounds.push({ ours, bare });
      say(`  round ${round + 1}: ours ${words(ours)}; bare ${words(bare)}`);
    }
    const joined = rounds.reduce((sum, { ours }) => sum + ours.joined, 0);
    const failed = rounds.reduce((sum, { ours }) => sum + ours.failed, 0);
    const ratio = median(rounds.map(({ ours, bare }) => ours.perSecond / bare.perSecond));
    const share = failed / Math.max(1, joined + failed);
    print({
      bench: "originate",
      figure: `calls placed, answered and joined, ${AGENTS} agents, ${load}`,
      unit: "calls/s",
      ours: rounded(median(rounds.map(({ ours }) => ours.perSecond))),
      baseline: rounded(median(rounds.map(({ bare }) => bare.perSecond))),
      baselineName: "a bare ARI script on the same Asterisk",
      ratio: rounded(ratio),
      goal: goal === null ? "to compare" : `ratio >= ${goal}`,
      pass: goal === null || ratio >= goal,
      n: joined,
    });
    print({
      bench: "originate",
      figure: `calls placed and not joined, ${load}`,
      unit: "%",
      ours: rounded(share * 100),
      baseline: rounded((100 * sum(rounds, "failed")) / Math.max(1, sum(rounds, "failed") + sum(rounds, "joined"))),
      baselineName: "a bare ARI script on the same Asterisk",
      ratio: null,
      goal: goal === null ? "to compare" : "< 1 %",
      pass: goal === null || share < 0.01,
      n: joined + failed,
    });
  } finally {
    await exchange.close();
    await stack.stop();
  }
}

interface Counted {
  readonly perSecond: number;
  readonly joined: number;
  readonly failed: number;
}

function sum(rounds: readonly { readonly bare: Counted }[], what: "joined" | "failed"): number {
  return rounds.reduce((total, { bare }) => total + bare[what], 0);
}

function words({ perSecond, failed }: Counted): string {
  return `${perSecond.toFixed(1)}/s (${failed} failed)`;
}

/** Lets the campaign run and counts what Postgres says of a span in its middle. */
async function measureOurs(exchange: Exchange): Promise<Counted> {
  const { sql, floor } = exchange;
  await exchange.run(true);
  await sleep(WARM_UP_MS);
  const from = new Date();
  await sleep(MEASURED_MS);
  const to = new Date();
  await exchange.run(false);
  await untilReady(sql, floor);
  const { rows } = await sql.query(
    `SELECT count(*) FILTER (WHERE c.joined_at IS NOT NULL)::int AS joined,
            count(*) FILTER (WHERE c.joined_at IS NULL)::int AS failed
     FROM attempt a LEFT JOIN call c ON c.tenant_id = a.tenant_id AND c.id = a.id
     WHERE a.tenant_id = $1 AND a.reserved_at >= $2 AND a.reserved_at < $3`,
    [floor.tenantId, from, to],
  );
  const { joined, failed } = rows[0];
  return { joined, failed, perSecond: joined / ((to.getTime() - from.getTime()) / 1000) };
}

async function measureBare({ ari }: Exchange): Promise<Counted> {
  const script = await openBareScript(ari);
  const bridges = await script.bridges();
  if (bridges.length !== AGENTS) throw new Error(`${bridges.length} agents stand in their bridges, not ${AGENTS}`);
  let [joined, failed, isOver] = [0, 0, false];
  const from = performance.now() + WARM_UP_MS;
  const counts = () => performance.now() >= from && !isOver;
  const agents = bridges.map(async (bridgeId, index) => {
    for (let n = 0; !isOver; n++) {
      const number = `8613${String(index * 10_000 + n).padStart(7, "0")}${ENDING}`;
      const call = script.call(`PJSIP/${number}@carrier`, bridgeId);
      const isMeasured = counts();
      await call.joined.then(
        () => {
          if (isMeasured) joined += 1;
        },
        () => {
          if (isMeasured) failed += 1;
        },
      );
      await call.ended;
    }
  });
  await sleep(WARM_UP_MS + MEASURED_MS);
  isOver = true;
  const seconds = (performance.now() - from) / 1000;
  await Promise.all(agents);
  script.close();
  return { joined, failed, perSecond: joined / seconds };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
