import { expect, test } from "vitest";
import { bridgeName, bridgeSession, isCustomerChannel, legName, legSession } from "../names.ts";
import { type AdmitFacts, admit } from "./admit.ts";

const facts: AdmitFacts = {
  now: 10_000,
  orderedAt: 9_000,
  nodeState: "active",
  pbxConnected: true,
  trunk: { id: "t", endpoint: "carrier", priority: 1, maxChannels: 2, callsPerSecond: 2 },
  channelsInUse: 0,
  placedAt: [],
  othersFirst: false,
};

test.each<[string, Partial<AdmitFacts>, ReturnType<typeof admit>]>([
  ["a place is free", {}, { do: "place" }],
  ["just in time", { orderedAt: 7_000 }, { do: "place" }],
  ["late", { orderedAt: 6_999 }, { do: "release", reason: "order_late" }],
  ["the node drains", { nodeState: "draining" }, { do: "release", reason: "node_draining" }],
  ["the PBX is away", { pbxConnected: false }, { do: "release", reason: "pbx_away" }],
  ["the trunk is gone", { trunk: undefined }, { do: "release", reason: "trunk_gone" }],
  ["the trunk is full", { channelsInUse: 2 }, { do: "release", reason: "trunk_full" }],
  ["one placed this second", { placedAt: [9_500] }, { do: "place" }],
  ["it is another client's turn", { placedAt: [9_500], othersFirst: true }, { do: "wait", ms: 5 }],
  ["two placed this second", { placedAt: [9_300, 9_500] }, { do: "wait", ms: 300 }],
  ["two placed a second ago", { placedAt: [8_900, 9_000] }, { do: "place" }],
  [
    "waiting would be too late",
    { orderedAt: 7_100, placedAt: [9_300, 9_500] },
    { do: "release", reason: "trunk_rate" },
  ],
])("an order when %s", (_, change, expected) => {
  expect(admit({ ...facts, ...change })).toEqual(expected);
});

test("names on the PBX tell whose they are", () => {
  const id = "01930000-0000-7000-8000-000000000001";
  expect(legSession(legName(id, "x"))).toBe(id);
  expect(bridgeSession(bridgeName(id, "x"))).toBe(id);
  expect(isCustomerChannel(id)).toBe(true);
  expect([legSession(id), bridgeSession(id), isCustomerChannel(legName(id, "x"))]).toEqual([null, null, false]);
});
