import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseContractFile } from "./contract-file.ts";
import { replay } from "./contract-file-invoice.ts";
import { parseUsageFile } from "./usage-file.ts";

const contract = parseContractFile(
  JSON.stringify({
    currency: "CNY",
    timezone: "Asia/Shanghai",
    startsOn: "2026-01-01",
    endsOn: "2026-12-31",
    versions: [
      {
        effectiveFrom: "2026-01-01",
        excludedPrefixes: ["10086"],
        components: [
          { type: "per_call", direction: "outbound", rate: "0.85", baseFee: "10" },
          { type: "commission", direction: "outbound", basis: "order_value", percentPpm: 50_000, clawbackDays: 30 },
        ],
      },
      {
        effectiveFrom: "2026-07-01",
        minTalkMs: 0,
        components: [{ type: "per_call", direction: "outbound", rate: "1", baseFee: "0" }],
      },
    ],
  }),
);
const HEADER =
  "id,kind,date,direction,quantity,talk_ms,phone,reverses,reverses_date,charged_at,order_value,charged,person,role,state,key";
/** A row by its columns. */
function row(values: Record<string, string>): string {
  return HEADER.split(",")
    .map((column) => values[column] ?? "")
    .join(",");
}
const call = (over: Record<string, string> = {}) => ({
  id: "a",
  kind: "call",
  date: "2026-03-01",
  direction: "outbound",
  talk_ms: "10000",
  ...over,
});
const parse = (...rows: Record<string, string>[]) =>
  parseUsageFile([HEADER, ...rows.map(row)].join("\n"), "usage.csv", contract);
function places(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    const { code, message, details } = error as {
      code: string;
      message: string;
      details: { problems: { place: string }[] };
    };
    expect(code).toBe("USAGE_FILE_INVALID");
    for (const { place } of details.problems) expect(message).toContain(`${place}: `);
    return details.problems.map(({ place }) => place);
  }
  return [];
}

describe("a usage file", () => {
  it("is facts, each of the version of its day", () => {
    const { usage } = parse(
      call({ phone: "+8613800138000" }),
      call({ id: "b", date: "2026-07-01", talk_ms: "1", quantity: "3" }),
    );
    expect(usage).toMatchObject([
      {
        id: "a",
        kind: "call",
        localDate: "2026-03-01",
        contractVersionId: "v1",
        direction: "outbound",
        quantity: 1n,
        talkMs: 10_000,
        phone: "+8613800138000",
      },
      { id: "b", contractVersionId: "v2", quantity: 3n, talkMs: 1 },
    ]);
  });

  it("leaves out calls that are no usage, and says why", () => {
    const { usage, notChargeable } = parse(
      call({ talk_ms: "9999" }),
      call({ id: "b", phone: "+8610086" }),
      call({ id: "c", talk_ms: "10000" }),
      call({ id: "d", date: "2026-07-01", talk_ms: "9999" }),
    );
    expect(usage.map(({ id }) => id)).toEqual(["c", "d"]);
    expect(notChargeable).toEqual([
      { id: "a", reason: "too_short" },
      { id: "b", reason: "excluded_prefix" },
    ]);
  });

  const success = { id: "s", kind: "success", date: "2026-06-20", direction: "outbound", order_value: "100.00" };
  const reversal = { id: "r", kind: "reversal", date: "2026-07-02", direction: "outbound", reverses: "s" };

  it("gives a reversal its success's day, version and order", () => {
    const { usage } = parse(reversal, success);
    expect(usage[0]).toMatchObject({
      contractVersionId: "v1",
      orderValueMinor: 10_000n,
      reverses: { usageId: "s", localDate: "2026-06-20", unitPriceMicros: null },
    });
    const { usage: again, charged } = parse({ ...success, charged: "yes" }, { ...reversal, charged_at: "0.05" });
    expect(again[0]?.reverses).toEqual({ usageId: "s", localDate: "2026-06-20", unitPriceMicros: 50_000n });
    expect(charged.map(({ id }) => id)).toEqual(["s"]);
    const alone = { ...reversal, reverses_date: "2026-06-20", charged_at: "0.05", order_value: "80" };
    expect(parse(alone).usage[0]).toMatchObject({ contractVersionId: "v1", orderValueMinor: 8_000n });
  });

  it("takes the same row twice once", () => {
    expect(parse(call(), call()).usage).toHaveLength(1);
  });

  it.each<[string, Record<string, string>[], string[]]>([
    ["a kind that is none", [call({ kind: "fax" })], ["usage.csv:2:kind"]],
    ["a day that is none", [call({ date: "2026-02-30" })], ["usage.csv:2:date"]],
    ["a day in another form", [call({ date: "1.3.2026" })], ["usage.csv:2:date"]],
    ["a missing id", [call({ id: "" })], ["usage.csv:2:id"]],
    ["a negative quantity", [call({ quantity: "-1" })], ["usage.csv:2:quantity"]],
    ["a quantity of nothing", [call({ quantity: "0" })], ["usage.csv:2:quantity"]],
    ["a quantity with a fraction", [call({ quantity: "1.5" })], ["usage.csv:2:quantity"]],
    ["negative talk", [call({ talk_ms: "-5" })], ["usage.csv:2:talk_ms"]],
    ["a call without talk", [call({ talk_ms: "" })], ["usage.csv:2:talk_ms"]],
    ["a call without direction", [call({ direction: "" })], ["usage.csv:2:direction"]],
    ["a direction that is none", [call({ direction: "up" })], ["usage.csv:2:direction"]],
    ["a phone that is none", [call({ phone: "013800138000" })], ["usage.csv:2:phone"]],
    [
      "a value that does not go with the kind",
      [{ id: "a", kind: "seat_day", date: "2026-03-01", talk_ms: "5" }],
      ["usage.csv:2:talk_ms"],
    ],
    ["a negative order", [{ ...success, order_value: "-1" }], ["usage.csv:2:order_value"]],
    ["an order with too many decimals", [{ ...success, order_value: "1.001" }], ["usage.csv:2:order_value"]],
    [
      "agent time of nobody",
      [{ id: "a", kind: "agent_time", date: "2026-03-01", quantity: "5", role: "agent", state: "ready" }],
      ["usage.csv:2:person"],
    ],
    [
      "agent time in a state that is not billed",
      [{ id: "a", kind: "agent_time", date: "2026-03-01", quantity: "5", person: "li", role: "agent", state: "off" }],
      ["usage.csv:2:state"],
    ],
    ["one id with two contents", [call(), call({ id: "b" }), call({ talk_ms: "20000" })], ["usage.csv:4:id"]],
    ["a day before the contract", [call({ date: "2025-12-31" })], ["usage.csv:2:date"]],
    ["a day after the contract", [call({ date: "2027-01-01" })], ["usage.csv:2:date"]],
    ["a reversal of nothing known", [reversal], ["usage.csv:2:reverses_date"]],
    [
      "a reversal of nothing known, charged at nothing",
      [{ ...reversal, reverses_date: "2026-06-20" }],
      ["usage.csv:2:charged_at"],
    ],
    ["a reversal of a call", [call({ id: "s" }), reversal], ["usage.csv:3:reverses"]],
    ["a reversal before its success", [success, { ...reversal, date: "2026-06-19" }], ["usage.csv:3:date"]],
    [
      "a charged reversal of a success that is not",
      [success, { ...reversal, charged_at: "0.05" }],
      ["usage.csv:3:charged_at"],
    ],
    [
      "a reversal without the price of its charged success",
      [{ ...success, charged: "yes" }, reversal],
      ["usage.csv:3:charged_at"],
    ],
    [
      "several rows",
      [call({ date: "x" }), call({ id: "b" }), call({ id: "c", talk_ms: "y" })],
      ["usage.csv:2:date", "usage.csv:4:talk_ms"],
    ],
  ])("names the place of %s", (_what, rows, expected) => {
    expect(places(() => parse(...rows))).toEqual(expected);
  });

  it.each([
    ["", "usage.csv:1"],
    ["id,kind,date,colour\na,call,2026-03-01,red\n", "usage.csv:1"],
    ["id,kind\na,call\n", "usage.csv:1"],
    ["id,kind,date,id\n", "usage.csv:1"],
    ["id,kind,date\na,seat_day,2026-03-01\nb,seat_day\n", "usage.csv:3"],
  ])("refuses %j", (text, place) => {
    expect(places(() => parseUsageFile(text, "usage.csv", contract))).toEqual([place]);
  });

  it("names twenty problems at most", () => {
    const rows = Array.from({ length: 100 }, (_, i) => call({ id: `u${i}`, date: "x" }));
    expect(places(() => parse(...rows))).toHaveLength(20);
  });
});

describe("a replay", () => {
  it("gives the same bytes for the same facts in any order", () => {
    const rows = fc.array(
      fc.record({
        id: fc.integer({ min: 0, max: 999 }),
        date: fc.integer({ min: 1, max: 30 }).map((day) => `2026-06-${String(day).padStart(2, "0")}`),
        talk_ms: fc.integer({ min: 0, max: 90_000 }).map(String),
      }),
    );
    const period = { from: "2026-06-01", to: "2026-07-01" };
    const run = (all: Record<string, string>[]) => {
      const { chargesCsv, invoiceJson } = replay(contract, parse(...all), period, ({ key }) => key);
      return `${chargesCsv}${invoiceJson}`;
    };
    fc.assert(
      fc.property(rows, (list) => {
        const once = [...new Map(list.map((one) => [one.id, call({ ...one, id: `u${one.id}` })])).values()];
        expect(run([...once].reverse())).toBe(run(once));
      }),
      { numRuns: 50 },
    );
  });

  it("counts what is left for a later period and what nothing prices", () => {
    const { invoiceJson } = replay(
      contract,
      parse(call({ date: "2026-06-01" }), call({ id: "later", date: "2026-07-01" }), {
        id: "m",
        kind: "message",
        date: "2026-06-02",
      }),
      { from: "2026-06-01", to: "2026-07-01" },
      ({ key }) => key,
    );
    expect(JSON.parse(invoiceJson)).toMatchObject({
      net: "10.85",
      notPriced: { count: 1, first: ["m"] },
      afterPeriod: { count: 1 },
    });
  });
});
