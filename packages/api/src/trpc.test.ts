import type { TenantActor } from "@callbay/domain/actor";
import { CallbayError } from "@callbay/domain/errors";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import superjson from "superjson";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { ApiContext } from "./context.ts";
import { asRefusal } from "./errors.ts";
import {
  MAX_BATCH_SIZE,
  operatorProcedure,
  publicProcedure,
  router,
  signedInProcedure,
  tenantProcedure,
} from "./trpc.ts";

const SECRET = "password=hunter2 at 10.0.0.7";

const testRouter = router({
  fine: publicProcedure.query(() => ({ at: new Date(0), big: 5n })),
  breaks: publicProcedure.query((): string => {
    throw new Error(SECRET);
  }),
  databaseAway: publicProcedure.query((): string => {
    throw Object.assign(new Error(SECRET), { code: "ECONNREFUSED" });
  }),
  refuses: publicProcedure.query((): string => {
    throw new CallbayError("conflict", "TRUNK_BUSY", "The trunk is busy. Nothing was changed.", { trunk: "carrier" });
  }),
  parses: publicProcedure.input(z.object({ count: z.int() })).query(({ input }) => input.count),
  mine: signedInProcedure.query(({ ctx }) => ctx.verb.actor.name),
  tenants: tenantProcedure.query(({ ctx }) => ctx.actor.tenantId),
  operators: operatorProcedure.query(() => "seen"),
});

const agent: TenantActor = {
  kind: "tenant",
  accountId: "account",
  membershipId: "membership",
  tenantId: "tenant",
  name: "Agent",
  role: "agent",
  sessionId: "session",
};

function server(change: Partial<ApiContext> = {}) {
  const logged: object[] = [];
  const unused = () => {
    throw new Error("not used here");
  };
  const ctx: ApiContext = {
    deps: {
      db: {
        withTenant: unused,
        withTenantBulk: unused,
        withTenantRaw: unused,
        asOperator: unused,
        asAuthenticator: unused,
        connections: unused,
        ping: unused,
        close: unused,
      },
      events: { publish: unused },
      jobs: { enqueue: unused },
      nodes: { send: unused },
      storageDir: "",
      secretKey: "",
      appUrl: "",
      relayUrl: "",
    },
    actor: null,
    now: new Date(0),
    requestId: "request-7",
    ip: "192.0.2.1",
    subscriber: { subscribe: unused },
    logger: { error: (details) => logged.push(details) },
    signInLimiter: { take: async () => 0, succeeded: async () => {} },
    ...change,
  };
  const get = async (path: string, query = "") => {
    const response = await fetchRequestHandler({
      endpoint: "/trpc",
      req: new Request(`http://app.test/trpc/${path}${query}`),
      router: testRouter,
      createContext: async () => ctx,
      maxBatchSize: MAX_BATCH_SIZE,
    });
    const text = await response.text();
    return { status: response.status, text, body: JSON.parse(text) };
  };
  return { get, logged };
}

/** The `data.callbay` of an answer's error. */
const refusalIn = (body: { error: { json: { data: { callbay: unknown } } } }) => body.error.json.data.callbay;

describe("an answer", () => {
  test("keeps dates and bigints", async () => {
    const { body } = await server().get("fine");
    expect(superjson.deserialize(body.result.data)).toEqual({ at: new Date(0), big: 5n });
  });
});

describe("a refusal", () => {
  test("has its status, its code and its details", async () => {
    const { status, body } = await server().get("refuses");
    expect(status).toBe(409);
    expect(refusalIn(body)).toEqual({
      code: "TRUNK_BUSY",
      message: "The trunk is busy. Nothing was changed.",
      details: { trunk: "carrier" },
    });
  });

  test("that nobody foresaw says an id and nothing else, and is logged under it", async () => {
    const { get, logged } = server();
    const { status, text, body } = await get("breaks");
    expect(status).toBe(500);
    expect(refusalIn(body)).toMatchObject({ code: "UNEXPECTED", details: { requestId: "request-7" } });
    expect(text).not.toContain("hunter2");
    expect(text).not.toContain("stack");
    expect(logged).toEqual([
      expect.objectContaining({
        requestId: "request-7",
        path: "breaks",
        err: expect.objectContaining({ message: SECRET }),
      }),
    ]);
  });

  test("of the database says that it is away, and not where it is", async () => {
    const { status, text, body } = await server().get("databaseAway");
    expect(status).toBe(503);
    expect(refusalIn(body)).toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    expect(text).not.toContain("10.0.0.7");
  });

  test.each([
    Object.assign(new Error("Can't reach database server at 10.0.0.7"), { code: "P1001" }),
    Object.assign(new Error("connect ECONNREFUSED 10.0.0.7:5432"), { code: "ECONNREFUSED" }),
    Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" }),
    Object.assign(new Error("the database system is starting up"), { code: "57P03" }),
    new Error("Connection terminated unexpectedly"),
    new Error("timeout exceeded when trying to connect"),
    new Error("Query read timeout"),
    new Error("Transaction failed", { cause: new Error("Connection terminated due to connection timeout") }),
  ])("$message: the database is away", (error) => {
    expect(asRefusal(error, "r")).toMatchObject({ kind: "unavailable", code: "DATABASE_UNAVAILABLE" });
    expect(asRefusal(error, "r").message).not.toContain("10.0.0.7");
  });

  test("of a unique key or of code is not the database's absence", () => {
    for (const error of [
      Object.assign(new Error("duplicate key"), { code: "23505" }),
      new TypeError("Connection terminated is not a function"),
      new Error("The relay said: Connection terminated"),
    ])
      expect(asRefusal(error, "r").code).toBe("UNEXPECTED");
  });

  test("of an input names the field", async () => {
    const input = encodeURIComponent(JSON.stringify(superjson.serialize({ count: "many" })));
    const { status, body } = await server().get("parses", `?input=${input}`);
    expect(status).toBe(400);
    expect(refusalIn(body)).toMatchObject({
      code: "INVALID_INPUT",
      details: { issues: [expect.objectContaining({ path: "count" })] },
    });
  });

  test("of a procedure that is not there is not an error of ours", async () => {
    const { get, logged } = server();
    const { status, body } = await get("nothing.here");
    expect(status).toBe(404);
    expect(refusalIn(body)).toMatchObject({ code: "NO_SUCH_PROCEDURE" });
    expect(logged).toEqual([]);
  });
});

describe("the sides", () => {
  test("nobody signed in reaches only what is public", async () => {
    const { get } = server();
    expect((await get("fine")).status).toBe(200);
    for (const path of ["mine", "tenants", "operators"]) expect([path, (await get(path)).status]).toEqual([path, 401]);
  });

  test("a tenant's person does not reach the operator's procedures", async () => {
    const { get } = server({ actor: agent });
    expect((await get("mine")).status).toBe(200);
    expect((await get("tenants")).status).toBe(200);
    expect((await get("operators")).status).toBe(403);
  });

  test("our own processes do not come in by this door", async () => {
    const { get } = server({ actor: { kind: "system", name: "worker" } });
    expect((await get("mine")).status).toBe(401);
  });
});

describe("limits", () => {
  test("each call of a batch counts, by account, and says when to come back", async () => {
    const taken: string[] = [];
    const { get } = server({
      actor: agent,
      limiter: {
        take: async (key) => (taken.push(key) > 2 ? { allowed: false, retryAfterMs: 1_500 } : { allowed: true }),
      },
    });
    const { body } = await get("fine,mine,fine", "?batch=1");
    expect(taken).toEqual(Array(3).fill("account:account"));
    const codes = body.map(
      (one: { error?: { json: { data: { httpStatus: number } } } }) => one.error?.json.data.httpStatus,
    );
    expect(codes.filter((code: number | undefined) => code === 429)).toHaveLength(1);
  });

  test("a batch has an end", async () => {
    const paths = (count: number) => Array(count).fill("fine").join(",");
    const { get } = server();
    expect((await get(paths(MAX_BATCH_SIZE), "?batch=1")).status).toBe(200);
    expect((await get(paths(MAX_BATCH_SIZE + 1), "?batch=1")).status).toBe(400);
  });
});
