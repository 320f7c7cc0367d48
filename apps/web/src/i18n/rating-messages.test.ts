import type { Message } from "@callbay/domain/message";
import type { Adjustment } from "@callbay/domain/rating/adjustment";
import { explainAdjustment, explainComponent } from "@callbay/domain/rating/explain";
import { CHARGE_MESSAGE_KEYS, PRICING_MESSAGE_KEYS } from "@callbay/domain/rating/message-keys";
import type { PriceComponentParams } from "@callbay/domain/rating/price-type";
import { createTranslator } from "next-intl";
import { expect, it } from "vitest";
import en from "../../messages/en/common.json";
import zh from "../../messages/zh-CN/common.json";
import { AMOUNTS } from "./message-text.ts";

const idOf = (key: string): string => key.replaceAll(".", "_");

it.each([
  ["en", en],
  ["zh-CN", zh],
])("every key of a charge or a price has a text: %s", (_, texts) => {
  const known = new Set(Object.keys(texts.messages));
  expect([...CHARGE_MESSAGE_KEYS, ...PRICING_MESSAGE_KEYS].filter((key) => !known.has(idOf(key)))).toEqual([]);
});

it("groups the digits of each value that stands before a currency", () => {
  const before = [...JSON.stringify(en.messages).matchAll(/\{(\w+)\} \{currency\}/g)].map(([, name = ""]) => name);
  expect(before.length).toBeGreaterThan(20);
  expect([...new Set(before)].filter((name) => !AMOUNTS.has(name))).toEqual([]);
});

const components: PriceComponentParams[] = [
  { type: "seat", monthlyRate: "80", minSeats: 10, tiers: [{ from: 11, rate: "70" }], tierMode: "volume" },
  {
    type: "package",
    direction: "inbound",
    unit: "call",
    monthlyFee: "100",
    included: 500,
    overageRate: "0.5",
    rollOver: true,
  },
  {
    type: "package",
    direction: "inbound",
    unit: "minute",
    monthlyFee: "100",
    included: 500,
    overageRate: "0.5",
    rollOver: false,
  },
  {
    type: "per_call",
    direction: "outbound",
    rate: "0.5",
    baseFee: "20",
    minimumCharge: "100",
    tiers: [{ from: 1001, rate: "0.4" }],
    rates: [{ rate: "0", outcome: "machine" }],
  },
  {
    type: "per_minute",
    direction: "outbound",
    rate: "0.3",
    increments: { first: 60, next: 6 },
    rateTableId: "t",
    minimumPerCall: "0.1",
    baseFee: "5",
    minimumCharge: "50",
  },
  {
    type: "commission",
    direction: null,
    basis: "fixed",
    amount: "12",
    tiers: [{ fromSuccessRatePpm: 50_000, amount: "15" }],
    bonus: { fromSuccesses: 50, amount: "200" },
    clawbackDays: 30,
  },
  { type: "commission", direction: "outbound", basis: "margin", percentPpm: 50_000, clawbackDays: 0 },
  { type: "hourly", rate: "30", states: ["ready", "talking"], roles: ["agent"], incrementSeconds: 900 },
  { type: "project", name: "Survey", milestones: [{ key: "a", name: "Report", amount: "900", dueOn: null }] },
  { type: "setup", name: "Set-up", amount: "500", dueOn: "2026-06-01" },
  { type: "number", monthlyRate: "15" },
  { type: "message", rate: "0.05" },
];
const adjustments: Adjustment[] = [
  { type: "discount", name: "Volume", percentPpm: 100_000 },
  { type: "discount", name: "Opening", amount: "50", on: ["seat", "number"] },
  { type: "monthly_minimum", amount: "2000" },
];

it.each([
  ["en" as const, en],
  ["zh-CN" as const, zh],
])("every price and adjustment is said without a gap: %s", (locale, texts) => {
  const problems: unknown[] = [];
  const translate: (key: string, values: Message["values"]) => string = createTranslator({
    locale,
    messages: { messages: texts.messages },
    namespace: "messages",
    onError: (error: unknown) => problems.push(error),
  }) as never;
  for (const { sentence, example } of [
    ...components.map((params) => explainComponent(params, "CNY")),
    ...adjustments.map((adjustment) => explainAdjustment(adjustment, "CNY")),
  ]) {
    for (const { key, values } of [sentence, example]) {
      const text = translate(idOf(key), values);
      expect(text, key).not.toMatch(/[{}]|messages\./);
      expect(text, key).not.toBe("");
    }
  }
  expect(problems).toEqual([]);
});
