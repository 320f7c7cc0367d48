import { operator, tenant, type WalkEntries } from "../entry.ts";

/** Trunks, carriers and their prices, and which number is shown to whom. */
export const poolEntries: WalkEntries = {
  "operator.pool.addTrunk": operator("noc", (_t, world) => ({
    nodeId: world.platform.nodeId,
    name: "Second",
    endpoint: "carrier-b",
    maxChannels: 10,
    callsPerSecond: 5,
    priority: 2,
    carrier: "",
  })),
  "operator.pool.setTrunk": operator("noc", (_t, world) => ({
    trunkId: world.platform.trunkId,
    maxChannels: 40,
    callsPerSecond: 5,
    priority: 1,
    carrier: "Carrier A",
    enabled: true,
  })),
  "operator.pool.carriers": operator("noc"),
  "operator.pool.replaceCarrierRates": operator("noc", () => ({
    carrier: "Carrier A",
    currency: "USD",
    csv: "prefix,destination,rate\n852,Hong Kong,0.012\n47,Norway,0.008\n",
  })),
  "operator.pool.explainRoute": operator("noc", (t) => ({ tenantId: t.tenantId, phone: "+85221234567" })),
  "callerIds.list": tenant("manager"),
  "callerIds.set": tenant("manager", (t) => ({ campaignId: t.campaignId, prefix: "852", phoneNumberId: t.numberId })),
  "callerIds.remove": tenant("manager", (t) => ({ ruleId: t.callerIdRuleId })),
};
