import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type CalleeKind, type CarrierCall, calleeBehaviour, endingsOf, readCarrierLog } from "./carrier.ts";
import { RuntimeError } from "./errors.ts";
import { until } from "./process/until.ts";
import { type Stack, startStack } from "./stack.ts";
import { type AriProbe, ariProbe } from "./testing/ari-probe.ts";
import { createCelTable } from "./testing/cel-table.ts";

const KINDS: CalleeKind[] = [
  "talker",
  "waiter",
  "presser",
  "hangs_up",
  "machine",
  "busy",
  "no_answer",
  "rejected",
  "congestion",
  "unallocated",
];
const RING_LIMIT_S = 3;

const dir = mkdtempSync(join(tmpdir(), "callbay-stack-test-"));
// mkdtemp makes it for its owner alone, and then the database would have to live elsewhere.
chmodSync(dir, 0o755);
let stack: Stack;
let ari: AriProbe;
let startWarnings: string[];

beforeAll(async () => {
  stack = await startStack({
    dir,
    ports: "free",
    nodes: 1,
    withPhones: true,
    throwaway: true,
    migrate: (urls) => createCelTable(urls.ownerUrl),
  });
  startWarnings = ["pbx-1", "carrier", "phones"].flatMap((part) =>
    readFileSync(join(dir, part, "log", "messages"), "utf8")
      .split("\n")
      .filter((line) => /\b(WARNING|ERROR)\[/.test(line)),
  );
  ari = await ariProbe(node(), "probe");
}, 180_000);
afterAll(async () => {
  ari?.close();
  await stack?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const node = () => stack.nodes[0] as Stack["nodes"][number];
const answered = (id: string) =>
  ari.event(`answer of ${id}`, (event) => event.type === "StasisStart" && event.channel?.id === id);
const destroyed = (id: string) =>
  ari.event(`end of ${id}`, (event) => event.type === "ChannelDestroyed" && event.channel?.id === id);
const call = (id: string, endpoint: string) =>
  ari.call("POST", `/channels/${id}`, {
    endpoint,
    app: "probe",
    callerId: "02012345678",
    timeout: RING_LIMIT_S,
    variables: { "PJSIP_HEADER(add,X-Callbay-Attempt)": id },
  });

async function celRows(where: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: stack.database.adminUrl?.replace(/\/postgres$/, "/callbay") });
  await client.connect();
  try {
    return (await client.query(`SELECT * FROM cel WHERE ${where} ORDER BY id`)).rows as Record<string, string>[];
  } finally {
    await client.end();
  }
}

describe("PBX to carrier", () => {
  const ended = new Map<string, number>();
  let log: CarrierCall[];
  const numberOf = (kind: CalleeKind) => `8613800000${endingsOf(kind)[0]}`;

  beforeAll(async () => {
    await Promise.all(
      KINDS.map(async (kind) => {
        await call(kind, `PJSIP/${numberOf(kind)}@carrier`);
        const { talkMs, outcome } = calleeBehaviour(numberOf(kind)) ?? {};
        if (outcome === "answered" && talkMs === null) {
          await answered(kind);
          await ari.call("DELETE", `/channels/${kind}`);
        }
        ended.set(kind, (await destroyed(kind)).cause ?? -1);
      }),
    );
    log = await until(
      async () => {
        const calls = await readCarrierLog(stack.carrier as { logFile: string });
        return calls.length === KINDS.length && calls;
      },
      { deadlineMs: 60_000, describe: () => "the carrier's log misses calls" },
    );
  });

  it.each(KINDS)("%s: cause, carrier's log and channel event log agree with the table", async (kind) => {
    const expected = calleeBehaviour(numberOf(kind));
    expect(expected).toBeDefined();
    if (!expected) return;
    expect(ended.get(kind)).toBe(expected.q850);
    const witness = log.find((entry) => entry.attemptId === kind);
    expect(witness).toMatchObject({
      from: "02012345678",
      to: numberOf(kind),
      outcome: expected.outcome,
      cause: expected.q850,
    });
    expect(witness?.callId).toMatch(/\S{8,}/);
    if (expected.talkMs !== null) {
      // Nobody hangs up before the table says so; a busy machine lets them do it later.
      expect(witness?.talkMs).toBeGreaterThan(expected.talkMs - 100);
      expect(witness?.talkMs).toBeLessThan(expected.talkMs + 3_000);
    }

    const rows = await until(
      async () => {
        const found = await celRows(`uniqueid = '${kind}'`);
        return found.some((row) => row.eventtype === "HANGUP") && found;
      },
      { deadlineMs: 60_000, describe: () => `no HANGUP row of ${kind}` },
    );
    const hangup = rows.find((row) => row.eventtype === "HANGUP");
    expect(JSON.parse(hangup?.extra ?? "{}")).toMatchObject({ hangupcause: expected.q850 });
    expect(rows.some((row) => row.eventtype === "ANSWER")).toBe(expected.outcome === "answered");
    expect(new Set(rows.map((row) => row.node_name))).toEqual(new Set(["pbx-1"]));
  });

  it("hears the digits that a callee presses", () => {
    const digits = ari.events.filter(
      (event) => event.type === "ChannelDtmfReceived" && event.channel?.id === "presser",
    );
    expect(digits.map((event) => event.digit).join("")).toBe("15#");
  });
});

describe("an agent's phone and a customer", () => {
  it("talk in a bridge, are recorded, and leave bridge events in the log", async () => {
    const account = { username: "d-1", password: "p;w#1" };
    const put = (kind: string, values: Record<string, string>) =>
      ari.call("PUT", `/asterisk/config/dynamic/res_pjsip/${kind}/d-1`, {
        fields: Object.entries(values).map(([attribute, value]) => ({ attribute, value })),
      });
    await put("auth", { auth_type: "userpass", ...account });
    await put("aor", { max_contacts: "1", remove_existing: "yes" });
    await put("endpoint", {
      auth: "d-1",
      aors: "d-1",
      context: "from-agent",
      disallow: "all",
      allow: "ulaw",
      direct_media: "no",
    });
    const phones = stack.phones;
    if (!phones) throw new Error("no phones");
    await phones.addPhone({ ...account, registrarHost: node().ip, registrarPort: node().sipPort });

    await call("agent", "PJSIP/d-1");
    await call("customer", `PJSIP/861380000${endingsOf("waiter")[0]}@carrier`);
    await Promise.all([answered("agent"), answered("customer")]);
    await ari.call("POST", "/bridges/floor", { type: "mixing" });
    await ari.call("POST", "/bridges/floor/addChannel?channel=agent,customer");
    await ari.call("POST", "/bridges/floor/record?name=talk&format=wav");
    writeFileSync(join(node().mediaDir, "second.wav"), silence());
    for (const media of ["sound:hello-world", "sound:callbay/second"]) {
      const playback = await ari.call<{ id: string }>("POST", `/bridges/floor/play?media=${media}`);
      const done = await ari.event(
        `end of ${media}`,
        (event) => event.type === "PlaybackFinished" && event.playback?.id === playback.id,
      );
      expect(done.playback?.state, media).toBe("done");
    }
    await ari.call("POST", "/recordings/live/talk/stop");
    await ari.event("recording", (event) => event.type === "RecordingFinished" && event.recording?.name === "talk");
    for (const channel of ["agent", "customer"]) {
      const stats = await ari.call<{ rxcount: number; txcount: number }>("GET", `/channels/${channel}/rtp_statistics`);
      expect(Math.min(stats.rxcount, stats.txcount), channel).toBeGreaterThan(20);
    }

    expect(await phones.hangup("d-1")).toBe(1);
    await destroyed("agent");
    await ari.call("DELETE", "/channels/customer");
    await destroyed("customer");
    await ari.call("DELETE", "/bridges/floor");
    await phones.removePhone("d-1");
    const bridged = await until(
      async () => {
        const rows = await celRows("uniqueid IN ('agent', 'customer') AND eventtype LIKE 'BRIDGE%'");
        return rows.length === 4 && rows.map((row) => row.eventtype).sort();
      },
      { deadlineMs: 60_000, describe: () => "bridge events are missing" },
    );
    expect(bridged).toEqual(["BRIDGE_ENTER", "BRIDGE_ENTER", "BRIDGE_EXIT", "BRIDGE_EXIT"]);
  });
});

describe("an account pushed at run time", () => {
  it("changes and goes at once, though the node remembers what it read", async () => {
    const path = "/asterisk/config/dynamic/res_pjsip/auth/d-2";
    const put = (password: string) =>
      ari.call("PUT", path, {
        fields: Object.entries({ auth_type: "userpass", username: "d-2", password }).map(([attribute, value]) => ({
          attribute,
          value,
        })),
      });
    const stored = async () =>
      (await ari.call<{ attribute: string; value: string }[]>("GET", path)).find(
        (field) => field.attribute === "password",
      )?.value;
    for (const password of ["first", "second"]) {
      await put(password);
      expect(await stored()).toBe(password);
    }
    await ari.call("DELETE", path);
    await expect(stored()).rejects.toThrow(/404/);
  });
});

describe("the stack", () => {
  it("brings a killed node back at its old address", async () => {
    const old = node();
    await old.kill();
    const fresh = await stack.restartNode(old.name);
    expect([fresh.ariUrl, fresh.sipPort]).toEqual([old.ariUrl, old.sipPort]);
    expect(stack.nodes[0]).toBe(fresh);
    ari.close();
    ari = await ariProbe(fresh, "probe");
    expect(await ari.call("GET", "/channels")).toEqual([]);
  });

  it("refuses to run twice from one folder", async () => {
    await expect(startStack({ dir, ports: "free" })).rejects.toMatchObject({ code: "ALREADY_RUNNING" });
  });

  it("names a taken port, its purpose, its holder and the variable that moves it", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    vi.stubEnv("CALLBAY_PORT_POSTGRES", String(port));
    try {
      const error = await startStack({
        dir: join(dir, "second"),
        external: { redisUrl: "redis://127.0.0.1:1", pbx: true },
      }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(RuntimeError);
      const { code, message, remedy } = error as RuntimeError;
      expect(code).toBe("PORT_IN_USE");
      expect(message).toContain(`Port ${port} on 127.0.0.1, needed for Postgres, is in use`);
      expect(message).toContain(`process ${process.pid}`);
      expect(remedy).toContain("CALLBAY_PORT_POSTGRES=");
    } finally {
      vi.unstubAllEnvs();
      server.close();
    }
  });

  it("started without a warning in any log", () => {
    expect(startWarnings).toEqual([]);
  });
});

/** A fifth of a second of silence as WAV. */
function silence(): Buffer {
  const body = Buffer.alloc(3_200);
  const header = Buffer.from(
    "524946460000000057415645666d74201000000001000100401f0000803e0000020010006461746100000000",
    "hex",
  );
  header.writeUInt32LE(36 + body.length, 4);
  header.writeUInt32LE(body.length, 40);
  return Buffer.concat([header, body]);
}
