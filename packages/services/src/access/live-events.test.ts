import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import type { OperatorRole, TenantRole } from "@callbay/domain/permissions";
import type { LiveEvent } from "@callbay/jobs/events";
import { describe, expect, test, vi } from "vitest";
import { maySee, watchEvents } from "./live-events.ts";

const person = { accountId: "account", name: "Somebody", sessionId: "session" };
const tenant = (role: TenantRole): TenantActor => ({
  kind: "tenant",
  role,
  tenantId: "tenant",
  membershipId: "me",
  ...person,
});
const operator = (role: OperatorRole): OperatorActor => ({ kind: "operator", role, ...person });

const duty = (membershipId: string): LiveEvent => ({
  type: "duty.changed",
  dutySessionId: "d",
  membershipId,
  state: "ready",
  since: "2026-03-11T10:00:00Z",
  reason: null,
  callId: null,
});
const call = (membershipId: string | null): LiveEvent => ({
  type: "call.changed",
  callId: "c",
  membershipId,
  campaignId: null,
  what: "ended",
});
const campaign: LiveEvent = { type: "campaign.changed", campaignId: "c" };
const invoice: LiveEvent = { type: "invoice.changed", invoiceId: "i" };
const imported: LiveEvent = { type: "import.progress", importId: "i", listId: "l" };
const pool: LiveEvent = { type: "pool.changed" };

describe("who hears of what", () => {
  test.each<[string, OperatorActor | TenantActor, LiveEvent, boolean]>([
    ["an agent of their own duty", tenant("agent"), duty("me"), true],
    ["an agent of a colleague's duty", tenant("agent"), duty("other"), false],
    ["an agent of their own call", tenant("agent"), call("me"), true],
    ["an agent of a colleague's call", tenant("agent"), call("other"), false],
    ["an agent of a call of nobody", tenant("agent"), call(null), false],
    ["an agent of campaigns", tenant("agent"), campaign, true],
    ["an agent of invoices", tenant("agent"), invoice, false],
    ["an agent of uploads", tenant("agent"), imported, false],
    ["a supervisor of the floor", tenant("supervisor"), duty("other"), true],
    ["a supervisor of uploads", tenant("supervisor"), imported, false],
    ["a viewer of the floor", tenant("viewer"), duty("other"), false],
    ["a viewer of campaigns", tenant("viewer"), campaign, true],
    ["finance of invoices", tenant("finance"), invoice, true],
    ["finance of campaigns", tenant("finance"), campaign, false],
    ["an owner of the pool", tenant("owner"), pool, false],
    ["the noc of the pool", operator("noc"), pool, true],
    ["the noc of invoices", operator("noc"), invoice, false],
    ["the operator's finance of the pool", operator("finance"), pool, false],
  ])("%s", (_name, actor, event, expected) => {
    expect(maySee(actor, event)).toBe(expected);
  });
});

describe("watching", () => {
  const fakeSubscriber = () => {
    let listener: (event: LiveEvent) => void = () => {};
    const unsubscribe = vi.fn(async () => {});
    return {
      send: (event: LiveEvent) => listener(event),
      unsubscribe,
      subscribe: async (_audience: unknown, heard: (event: LiveEvent) => void) => {
        listener = heard;
        return unsubscribe;
      },
    };
  };
  /** Lets the generator reach its subscription. */
  const subscribed = () => new Promise<void>((resolve) => setImmediate(resolve));

  test("gives events in order, waits for more, and lets go when left", async () => {
    const subscriber = fakeSubscriber();
    const leave = new AbortController();
    const events = watchEvents({
      subscriber,
      actor: tenant("owner"),
      signal: leave.signal,
      stillValid: async () => true,
    });
    const first = events.next();
    await subscribed();
    subscriber.send(campaign);
    subscriber.send(pool);
    subscriber.send(invoice);
    expect(await first).toEqual({ done: false, value: campaign });
    expect(await events.next()).toEqual({ done: false, value: invoice });
    const last = events.next();
    leave.abort();
    expect((await last).done).toBe(true);
    expect(subscriber.unsubscribe).toHaveBeenCalledOnce();
  });

  test("forgets the oldest when nobody reads", async () => {
    const subscriber = fakeSubscriber();
    const leave = new AbortController();
    const events = watchEvents({
      subscriber,
      actor: tenant("owner"),
      signal: leave.signal,
      stillValid: async () => true,
    });
    const first = events.next();
    await subscribed();
    for (let i = 0; i <= 500; i++) subscriber.send({ type: "campaign.changed", campaignId: String(i) });
    expect((await first).value).toMatchObject({ campaignId: "1" });
    leave.abort();
    await events.return();
  });

  test("ends by itself when the person is nobody any more", async () => {
    vi.useFakeTimers();
    try {
      const subscriber = fakeSubscriber();
      let valid = true;
      const events = watchEvents({
        subscriber,
        actor: tenant("owner"),
        signal: new AbortController().signal,
        stillValid: async () => valid,
        recheckMs: 1_000,
      });
      const next = events.next();
      await vi.advanceTimersByTimeAsync(3_000);
      valid = false;
      await vi.advanceTimersByTimeAsync(1_000);
      expect((await next).done).toBe(true);
      expect(subscriber.unsubscribe).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });

  test.each<[string, LiveEvent, boolean]>([
    ["their session", { type: "session.ended", accountId: "account" }, true],
    ["somebody else's session", { type: "session.ended", accountId: "other" }, false],
    ["the people of the workspace", { type: "tenant.changed", tenantId: "tenant" }, true],
    ["anything else", campaign, false],
  ])("looks at once whether the person is still there when %s changes", async (_name, event, looks) => {
    const subscriber = fakeSubscriber();
    const stillValid = vi.fn(async () => false);
    const leave = new AbortController();
    const events = watchEvents({ subscriber, actor: tenant("viewer"), signal: leave.signal, stillValid });
    const next = events.next();
    await subscribed();
    subscriber.send(event);
    expect(stillValid).toHaveBeenCalledTimes(looks ? 1 : 0);
    if (looks) while (!(await next).done && !(await events.next()).done);
    leave.abort();
    await events.return();
    expect(subscriber.unsubscribe).toHaveBeenCalledOnce();
  });
});

test("what a pop says of the contact is for the agent who talks to it", async () => {
  const card = {
    displayName: "Lin",
    vip: false,
    phone: "+86•••••••00",
    timezone: null,
    country: null,
    attributes: { debt: 12 },
    campaign: { id: "c", name: "C", purpose: "care" as const },
    script: "",
    dispositions: [],
  };
  const joined: LiveEvent = {
    type: "call.joined",
    callId: "c",
    membershipId: "me",
    campaignId: "c",
    contactId: "k",
    joinedAt: "2026-03-11T10:00:00Z",
    card,
  };
  const heardBy = async (actor: OperatorActor | TenantActor) => {
    const stop = new AbortController();
    const subscriber = {
      subscribe: async (_: unknown, listener: (event: LiveEvent) => void) => {
        listener(joined);
        return async () => {};
      },
    };
    const stream = watchEvents({ subscriber, actor, signal: stop.signal, stillValid: async () => true });
    const { value } = await stream.next();
    stop.abort();
    await stream.return();
    return value;
  };
  expect(await heardBy(tenant("agent"))).toEqual(joined);
  const { card: _, ...bare } = joined;
  expect(await heardBy({ ...tenant("supervisor"), membershipId: "other" })).toEqual(bare);
  expect(await heardBy(operator("noc"))).toEqual(bare);
});
