import { describe, expect, it } from "vitest";
import { popCall } from "./pop-call.ts";

const event = {
  type: "call.joined" as const,
  callId: "c",
  membershipId: "me",
  campaignId: "k",
  contactId: "n",
  joinedAt: "2026-03-11T10:00:00.000Z",
  recording: true,
  card: {
    displayName: "Lin",
    vip: true,
    phone: "+86•••••••00",
    timezone: "Asia/Shanghai",
    country: "CN",
    attributes: { city: "Here" },
    campaign: { id: "k", name: "Campaign", purpose: "care" as const },
    script: "Hello {{displayName}} of {{attributes.city}}, this is {{agent.name}}.",
    dispositions: [],
  },
};

describe("popCall", () => {
  it("fills the script in, and says what is not known yet", () => {
    expect(popCall(event, "Ana")).toMatchObject({
      callId: "c",
      contact: { id: "n", displayName: "Lin", vip: true, phone: "+86•••••••00" },
      script: [{ name: "", text: "Hello Lin of Here, this is Ana.", choices: [] }],
      state: "talking",
      recording: true,
      history: null,
    });
  });

  it("is nothing without a card", () => {
    const { card: _, ...bare } = event;
    expect(popCall(bare, "Ana")).toBeNull();
  });
});
