import { describe, expect, it } from "vitest";
import { attentionOf } from "./attention.ts";

type Known = Parameters<typeof attentionOf>[0];
type Campaign = NonNullable<Known["campaigns"]>[number];
type List = NonNullable<Known["lists"]>[number];

const at = new Date("2026-05-01T00:00:00Z");
const campaign = (state: Campaign["state"], agents = 1): Campaign => ({
  id: state,
  name: state,
  purpose: "survey",
  dialMode: "progressive",
  state,
  stateReason: "",
  lists: [],
  schedule: null,
  agents,
  total: 0,
  done: 0,
  createdAt: at,
  startedAt: null,
  completedAt: null,
});
const list: List = {
  id: "l",
  name: "Customers",
  source: "till",
  consentBasis: "consent",
  consentNote: "",
  defaultCountry: "CN",
  contacts: 0,
  createdAt: at,
  lastImport: null,
};
const keys = (known: Known): string[] => attentionOf(known).map(({ key }) => key);

describe("what needs somebody", () => {
  it("says nothing of what it does not know", () => {
    expect(keys({})).toEqual([]);
  });
  it("leads a new workspace through its beginning", () => {
    const seats = { contract: null, minSeats: 0, monthlyRate: null, offers: [], items: [] };
    expect(keys({ seats, lists: [], campaigns: [] })).toEqual(["noContract", "noLists"]);
    expect(keys({ lists: [list], campaigns: [] })).toEqual(["emptyList", "noCampaigns"]);
  });
  it("puts what stands still first", () => {
    const states = ["draft", "running", "approved", "returned", "paused", "completed"] as const;
    const campaigns = states.map((state) => campaign(state, 0));
    expect(keys({ campaigns })).toEqual(["noAgents", "returned", "approved", "paused", "draft"]);
  });
});
