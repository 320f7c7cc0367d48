import { newId } from "@callbay/db/ids";
import { verbContext } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { describe, expect, test } from "vitest";
import { listCallerIdRules, removeCallerIdRule, setCallerIdRule } from "../caller-id/rules.ts";
import { attachTenant } from "../tenant/attach-tenant.ts";
import { explainRoute, listCarriers, replaceCarrierRates } from "./carriers.ts";
import { poolOverview } from "./overview.ts";
import { addTrunk, setTrunk } from "./trunks.ts";

const world = openWorld();
const { record } = world;

const noc = () => verbContext(record, world.platform.operators.noc.actor, world.now);
const admin = () => verbContext(record, world.platform.operators.admin.actor, world.now);
const manager = () => verbContext(record, world.a.people.manager.actor, world.now);
const rates = (carrier: string, ...rows: readonly string[]) =>
  replaceCarrierRates(noc(), { carrier, currency: "USD", csv: `prefix,destination,rate\n${rows.join("\n")}\n` });

describe("trunks and carriers", () => {
  const limits = { maxChannels: 10, callsPerSecond: 5 };

  test("a price list replaces the carrier's earlier one, and decides where the client is routed by least cost", async () => {
    const { nodeId, trunkId } = world.platform;
    const { tenantId } = world.a;
    await setTrunk(noc(), { trunkId, ...limits, priority: 1, carrier: "North", enabled: true });
    const south = { name: "south", endpoint: "carrier-b", carrier: "South" };
    const second = await addTrunk(noc(), { nodeId, ...south, ...limits, priority: 2 });
    await expect(addTrunk(noc(), { nodeId, ...south, ...limits, priority: 2 })).rejects.toMatchObject({
      code: "TRUNK_NAME_TAKEN",
    });
    await rates("North", "852,Hong Kong,0.5", "47,Norway,0.008");
    await rates("North", "852,Hong Kong,0.02");
    await rates("South", "852,Hong Kong,0.019999", "85251,Hong Kong mobile,0.03");
    await expect(rates("South", "852,Hong Kong,cheap")).rejects.toMatchObject({ code: "RATE_TABLE_INVALID" });
    const ways = async (phone: string) => {
      const [node] = (await explainRoute(noc(), { tenantId, phone })).nodes;
      return node?.trunks.map(({ carrier, price }) => `${carrier} ${price?.perMinute}`);
    };
    expect(await ways("+85221234567")).toEqual(["North 0.02", "South 0.019999"]);
    await attachTenant(admin(), { tenantId, nodeId, guaranteedChannels: 5, burstChannels: 5, routing: "least_cost" });
    expect(await ways("+85221234567")).toEqual(["South 0.019999", "North 0.02"]);
    expect(await ways("+85251234567")).toEqual(["North 0.02", "South 0.03"]);
    const { items } = await listCarriers(noc(), {});
    expect(items.map(({ carrier, prefixes, trunks }) => [carrier, prefixes, trunks.length])).toEqual([
      ["North", 1, 1],
      ["South", 2, 1],
    ]);
    // A trunk that is off is no way.
    await setTrunk(noc(), { trunkId: second.trunkId, ...limits, priority: 2, carrier: "South", enabled: false });
    expect(await ways("+85221234567")).toEqual(["North 0.02"]);
    const { nodes, attachments } = await poolOverview(noc(), {});
    expect(nodes[0]?.trunks.map(({ name, enabled }) => [name, enabled])).toContainEqual(["south", false]);
    expect(attachments.find((one) => one.tenantId === tenantId)).toMatchObject({ routing: "least_cost" });
  });
});

test("a caller id rule is one per campaign and prefix, and names a number of the client's own", async () => {
  const { campaignId, numberId } = world.a;
  const rule = { campaignId, prefix: "4477", phoneNumberId: numberId };
  const first = await setCallerIdRule(manager(), rule);
  expect(await setCallerIdRule(manager(), rule)).toEqual(first);
  await expect(setCallerIdRule(manager(), { ...rule, phoneNumberId: world.b.numberId })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const { rules, numbers } = await listCallerIdRules(manager(), {});
  expect(rules.map(({ prefix, campaignId: of }) => [prefix, of])).toEqual([
    ["1", null],
    ["4477", campaignId],
  ]);
  expect(numbers.map(({ phoneNumberId }) => phoneNumberId)).toContain(numberId);
  await removeCallerIdRule(manager(), first);
  await expect(removeCallerIdRule(manager(), { ruleId: newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await listCallerIdRules(manager(), {})).rules).toHaveLength(1);
});
