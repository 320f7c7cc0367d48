/**
 * How long a customer who picked up and the agent who gets the call wait until they hear each other: from the instant
 * at which the customer's phone sends its answer to the first packet of the agent's voice there and of the customer's
 * at the agent's phone, whichever comes later. Worker and media-bridge, against a bare ARI script that adds the channel
 * to the same agents' bridges as soon as it is told of the answer. In turns, on the same Asterisk and phones.
 */
import type { Stack } from "@callbay/tooling-runtime/stack";
import { openBareScript } from "./bare-ari.ts";
import { type AriAccess, type Exchange, openExchange, untilReady } from "./exchange.ts";
import { type BenchContext, percentile, rounded } from "./figure.ts";
import { openSipPhone, type SipCall, type SipPhone } from "./sip-phone.ts";

const AGENTS = 4;
const ROUNDS = 5;
const CALLS_PER_ROUND = 60;
const TRUNK = "bench-customers";
/** What each agent says, and what the customers say in turn: none of them is G.711's silence. */
const agentPattern = (index: number) => 0x10 + index;
const customerPattern = (call: number) => 0x90 + (call % 64);
/** A call that nobody hears within this was not joined. */
const DEAF_MS = 5_000;

export async function run({ print, say, exchange: start }: BenchContext): Promise<void> {
  const stack = await start();
  const customers = await openSipPhone(customerPattern);
  const exchange = await openExchange(stack, { campaigns: 1, contactsEach: 5_000, agents: AGENTS, trunk: TRUNK });
  const phones: SipPhone[] = [];
  try {
    await addTrunk(exchange.ari, customers.port);
    await exchange.start("media-bridge");
    await exchange.start("worker");
    const legs = await standAgents(stack, exchange, phones);
    const ours: (number | null)[] = [];
    const bare: (number | null)[] = [];
    for (let turn = 0; turn < ROUNDS; turn++) {
      const round = await measureOurs(exchange, customers, legs);
      ours.push(...round.times);
      bare.push(...(await measureBare(exchange, customers, legs, round.everyMs)));
      say(`  round ${turn + 1}: ours ${words(ours)}; bare ${words(bare)}`);
    }
    const deaf = ours.filter((ms) => ms === null).length;
    for (const share of [0.5, 0.99]) {
      const [mine, theirs] = [percentile(heard(ours), share), percentile(heard(bare), share)];
      const [ratio, isLast] = [mine / theirs, share === 0.99];
      print({
        bench: "join",
        figure: `customer answered to audio both ways, p${share * 100}`,
        unit: "ms",
        ours: rounded(mine),
        baseline: rounded(theirs),
        baselineName: "a bare ARI script that adds the channel",
        ratio: rounded(ratio),
        goal: isLast ? "<= 150 ms and ratio <= 1.5, everybody heard" : "ratio <= 1.5",
        pass: ratio <= 1.5 && (!isLast || (mine <= 150 && deaf === 0)),
        n: ours.length,
      });
    }
  } finally {
    await exchange.close();
    for (const phone of [customers, ...phones]) phone.close();
    await stack.stop();
  }
}

function heard(times: readonly (number | null)[]): number[] {
  return times.flatMap((ms) => (ms === null ? [] : [ms]));
}

function words(times: readonly (number | null)[]): string {
  const all = heard(times);
  return `p50 ${percentile(all, 0.5).toFixed(1)} ms, p99 ${percentile(all, 0.99).toFixed(1)} ms of ${times.length}`;
}

/** The customers' phone becomes a trunk of the node. */
async function addTrunk({ url, username, password }: AriAccess, port: number): Promise<void> {
  const put = async (kind: string, values: Record<string, string>) => {
    const fields = Object.entries(values).map(([attribute, value]) => ({ attribute, value }));
    const response = await fetch(`${url}/asterisk/config/dynamic/res_pjsip/${kind}/${TRUNK}`, {
      method: "PUT",
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ fields }),
    });
    if (!response.ok) throw new Error(`${kind} ${TRUNK}: ${response.status} ${await response.text()}`);
  };
  await put("aor", { contact: `sip:127.0.0.1:${port}`, qualify_frequency: "0" });
  await put("endpoint", {
    aors: TRUNK,
    context: "from-carrier",
    transport: "transport-udp",
    disallow: "all",
    allow: "ulaw",
    direct_media: "no",
    rtp_symmetric: "yes",
  });
}

/** Every agent on duty with a phone of its own; answers their standing legs in the order of their patterns. */
async function standAgents(stack: Stack, exchange: Exchange, phones: SipPhone[]): Promise<SipCall[]> {
  const [node] = stack.nodes;
  if (!node) throw new Error("the stack has no node");
  const legs: SipCall[] = [];
  let agents = 0;
  await exchange.takeDuty(async ({ username, password }) => {
    const pattern = agentPattern(agents);
    agents += 1;
    const phone = await openSipPhone(() => pattern);
    phones.push(phone);
    phone.onCall = (leg) => legs.push(leg);
    await phone.register({ host: node.ip, port: node.sipPort, username, password });
  });
  return legs;
}

/** One call: milliseconds until both have heard each other; null when they did not. */
async function hearing(customer: SipCall, legs: readonly SipCall[]): Promise<number | null> {
  const heardByCustomer = Promise.race(legs.map((leg) => customer.heard(leg.pattern)));
  const heardByAgent = Promise.race(legs.map((leg) => leg.heard(customer.pattern, customer.answeredAt)));
  let timer: NodeJS.Timeout | undefined;
  const deaf = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), DEAF_MS);
  });
  const both = Promise.all([heardByCustomer, heardByAgent]).then((at) => Math.max(...at) - customer.answeredAt);
  const ms = await Promise.race([both, deaf, customer.ended.then(() => null)]);
  clearTimeout(timer);
  customer.hangup();
  return ms;
}

/** Takes so many calls of the customers' phone; those that still come after them are let go at once. */
function takeCalls(customers: SipPhone, legs: readonly SipCall[]): Promise<(number | null)[]> {
  const times: Promise<number | null>[] = [];
  return new Promise((resolve) => {
    customers.onCall = (call) => {
      if (times.length === CALLS_PER_ROUND) {
        call.hangup();
        return;
      }
      times.push(hearing(call, legs));
      if (times.length === CALLS_PER_ROUND) resolve(Promise.all(times));
    };
  });
}

async function measureOurs(
  exchange: Exchange,
  customers: SipPhone,
  legs: readonly SipCall[],
): Promise<{ readonly times: readonly (number | null)[]; readonly everyMs: number }> {
  const taken = takeCalls(customers, legs);
  const started = performance.now();
  await exchange.run(true);
  const times = await taken;
  const everyMs = (performance.now() - started) / CALLS_PER_ROUND;
  await exchange.run(false);
  await untilReady(exchange.sql, exchange.floor);
  return { times, everyMs };
}

/** At the pace of ours: a script that leaves no pause between calls would measure itself under more load. */
async function measureBare(
  { ari }: Exchange,
  customers: SipPhone,
  legs: readonly SipCall[],
  everyMs: number,
): Promise<(number | null)[]> {
  const script = await openBareScript(ari);
  const taken = takeCalls(customers, legs);
  const started = performance.now();
  let left = CALLS_PER_ROUND;
  const placing = (await script.bridges()).map(async (bridgeId) => {
    while (left > 0) {
      const due = started + (CALLS_PER_ROUND - left) * everyMs;
      left -= 1;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      const call = script.call(`PJSIP/8613${String(left).padStart(9, "0")}@${TRUNK}`, bridgeId);
      await Promise.all([call.joined, call.ended]);
    }
  });
  const times = await taken;
  await Promise.all(placing);
  script.close();
  return times;
}
