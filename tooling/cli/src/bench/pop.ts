/**
 * From the customer's answer, as the PBX logged it, to the contact painted on the agent's desk in Chromium, and whether
 * the agent heard the customer first: the whole product with the demo's data, two agents at their desks, real audio.
 * Everything runs on one machine, so that all clocks are one.
 */
import { type Browser, chromium, type Page } from "@playwright/test";
import pg from "pg";
import { startCallbay } from "../callbay.ts";
import { ensureChromium } from "../chromium.ts";
import { freePorts } from "../environment.ts";
import { poll } from "./exchange.ts";
import { type BenchContext, percentile, rounded } from "./figure.ts";
import { answerAtOnce } from "./instant-callees.ts";
import { type Pop, watchPops } from "./pop-page.ts";

const AGENTS = ["agent1@mangrove.example", "agent2@mangrove.example"];
const CALLS = 120;
const TALK_MS = 2_000;
/** Calls of which nothing is measured: the pages compile what they show first. */
const WARM_UP = 6;
/** A pop that comes later than this belongs to no call. */
const LOST_MS = 10_000;

interface Answered {
  readonly membershipId: string;
  readonly name: string;
  readonly answeredAt: number;
}

export async function run({ print, say, scratch }: BenchContext): Promise<void> {
  const executablePath = await ensureChromium();
  const dir = await scratch();
  const callbay = await startCallbay({ dir, ports: await freePorts(), stackPorts: "free", say });
  const sql = new pg.Client({ connectionString: callbay.stack.database.ownerUrl });
  await sql.connect();
  const browser = await chromium.launch({ executablePath, args: CHROMIUM });
  try {
    await sql.query("SELECT set_config('app.scope', 'operator', false)");
    await answerAtOnce(callbay.stack, { talkMs: TALK_MS });
    await withoutWrapUp(sql);
    const pages = await Promise.all(
      AGENTS.map((email) => openDesk(browser, callbay.webUrl, email, callbay.secrets.DEMO_PASSWORD)),
    );
    const from = new Date();
    for (const page of pages) await page.keyboard.press("d");
    say(`  ${CALLS} calls …`);
    await poll("so many calls have come", async () => (await answered(sql, from)).length >= CALLS + WARM_UP, 900_000);
    const pops = await Promise.all(pages.map((page) => page.evaluate(() => window.callbayPops ?? [])));
    const members = await membersOf(sql, AGENTS);
    const calls = (await answered(sql, from)).slice(WARM_UP, WARM_UP + CALLS);
    const shown = calls.map((call) => ({ call, pop: popOf(call, pops[members.indexOf(call.membershipId)] ?? []) }));
    const lost = shown.filter(({ pop }) => pop === null).length;
    const times = shown.flatMap(({ call, pop }) => (pop ? [pop.paintedAt - call.answeredAt] : []));
    const heard = shown.flatMap(({ call, pop }) => (pop?.heardAt ? [pop.heardAt - call.answeredAt] : []));
    const arrived = shown.flatMap(({ call, pop }) => (pop?.arrivedAt ? [pop.arrivedAt - call.answeredAt] : []));
    say(
      `  answered to event in the page: p50 ${percentile(arrived, 0.5).toFixed(0)} ms, p99 ${percentile(arrived, 0.99).toFixed(0)} ms; ` +
        `${lost} of ${calls.length} calls were never painted`,
    );
    const deaf = shown.filter(({ pop }) => pop?.heardAt && pop.heardAt < pop.paintedAt).length;
    for (const share of [0.5, 0.99]) {
      const [ours, audio] = [percentile(times, share), percentile(heard, share)];
      print({
        bench: "pop",
        figure: `customer answered to contact painted in Chromium, p${share * 100}`,
        unit: "ms",
        ours: rounded(ours),
        baseline: rounded(audio),
        baselineName: "customer answered to first audio at the agent's browser",
        ratio: rounded(ours / audio),
        goal: share === 0.99 ? "<= 100 ms, every call popped" : "shown beside p99",
        pass: share !== 0.99 || (ours <= 100 && lost === 0),
        n: times.length,
      });
    }
    print({
      bench: "pop",
      figure: "calls heard before their contact was painted",
      unit: "calls",
      ours: deaf,
      baseline: null,
      baselineName: "",
      ratio: null,
      goal: "0",
      pass: deaf === 0,
      n: heard.length,
    });
  } finally {
    await browser.close();
    await sql.end();
    await callbay.stop();
  }
}

const CHROMIUM = [
  "--no-sandbox",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
  // Two windows, of which one would be behind the other.
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
];

async function openDesk(browser: Browser, url: string, email: string, password: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, permissions: ["microphone"], locale: "en-GB" });
  // The runtime that reads our sources wraps named functions, and the page knows nothing of that.
  await context.addInitScript({ content: `globalThis.__name ??= (it) => it; (${watchPops})();` });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL("**/desk");
  await page.locator('[data-testid="desk"][data-stage="off"]').waitFor();
  return page;
}

/** The running campaign asks for no disposition: the next call comes as soon as one has ended. */
async function withoutWrapUp(sql: pg.Client): Promise<void> {
  await sql.query(
    "DELETE FROM campaign_disposition d USING campaign c WHERE c.id = d.campaign_id AND c.state = 'running'",
  );
}

async function membersOf(sql: pg.Client, emails: readonly string[]): Promise<string[]> {
  const { rows } = await sql.query<{ email: string; id: string }>(
    "SELECT a.email, m.id FROM membership m JOIN account a ON a.id = m.account_id WHERE a.email = ANY($1)",
    [emails],
  );
  return emails.map((email) => rows.find((row) => row.email === email)?.id ?? "");
}

/** Joined calls that have ended, in the order of their answers. */
async function answered(sql: pg.Client, since: Date): Promise<Answered[]> {
  const { rows } = await sql.query<{ membershipId: string; name: string; answeredAt: Date }>(
    `SELECT c.membership_id AS "membershipId", k.display_name AS name, c.answered_at AS "answeredAt"
     FROM call c JOIN contact k ON k.tenant_id = c.tenant_id AND k.id = c.contact_id
     WHERE c.started_at >= $1 AND c.joined_at IS NOT NULL AND c.ended_at IS NOT NULL ORDER BY c.answered_at`,
    [since],
  );
  return rows.map((row) => ({ ...row, answeredAt: row.answeredAt.getTime() }));
}

/** The contact painted for this call: the first of its name after its answer. */
function popOf({ name, answeredAt }: Answered, pops: readonly Pop[]): Pop | null {
  const after = pops.find((pop) => pop.name === name && pop.paintedAt >= answeredAt);
  return after && after.paintedAt - answeredAt < LOST_MS ? after : null;
}
