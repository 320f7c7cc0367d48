import { describe, expect, it } from "vitest";
import { parseContractFile } from "./contract-file.ts";

const CALLS = { type: "per_call", direction: "outbound", rate: "0.85", baseFee: "0" };
const HOURS = { type: "hourly", rate: "45", states: ["ready"], incrementSeconds: 1 };
const COMMISSION = { type: "commission", direction: "outbound", basis: "fixed", amount: "1", clawbackDays: 0 };
const VERSION = { effectiveFrom: "2026-01-01", components: [CALLS] };
const CONTRACT = { currency: "CNY", timezone: "Asia/Shanghai", startsOn: "2026-01-01", versions: [VERSION] };

const parse = (json: unknown) => parseContractFile(JSON.stringify(json));
/** The places that the refusal names. */
function places(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    const { code, message, details } = error as {
      code: string;
      message: string;
      details: { problems: { path: string }[] };
    };
    expect(code).toBe("CONTRACT_FILE_INVALID");
    for (const { path } of details.problems) expect(message).toContain(`${path}: `);
    return details.problems.map(({ path }) => path);
  }
  return [];
}
const withVersion = (over: object) => ({ ...CONTRACT, versions: [{ ...VERSION, ...over }] });
const withComponents = (...components: object[]) => withVersion({ components });

describe("a contract file", () => {
  it("fills in what it leaves out", () => {
    const { contract, before, credits } = parse({ ...CONTRACT, timezone: undefined });
    expect(contract).toMatchObject({
      timezone: "UTC",
      endsOn: null,
      versions: [
        {
          id: "v1",
          version: 1,
          minTalkMs: 10_000,
          taxRatePpm: 0,
          taxMode: "exclusive",
          adjustments: [],
          components: [{ id: "v1.1", position: 0, direction: "outbound" }],
        },
      ],
    });
    expect([before, credits]).toEqual([undefined, []]);
  });

  it("puts versions in order of effect, wherever they stand", () => {
    const later = { ...VERSION, effectiveFrom: "2026-05-01" };
    expect(
      parse({ ...CONTRACT, versions: [later, VERSION] }).contract.versions.map(({ id, effectiveFrom }) => [
        id,
        effectiveFrom,
      ]),
    ).toEqual([
      ["v1", "2026-01-01"],
      ["v2", "2026-05-01"],
    ]);
  });

  it("reads price lists beside it", () => {
    const json = { ...CONTRACT, rateTables: [{ name: "intl", file: "rates.csv" }] };
    const { contract } = parseContractFile(JSON.stringify(json), (file) => {
      expect(file).toBe("rates.csv");
      return "prefix,destination,rate\n86,China,0.3\n";
    });
    expect(contract.rateTables.get("intl")?.rows).toEqual([{ prefix: "86", destination: "China", rate: "0.3" }]);
  });

  it.each<[string, unknown, string[]]>([
    ["an unknown field", { ...CONTRACT, colour: "red" }, ["$.colour"]],
    ["an unknown field of a version", withVersion({ tax: 1 }), ["$.versions[0].tax"]],
    [
      "an unknown field of a component",
      withComponents({ ...CALLS, discount: 1 }),
      ["$.versions[0].components[0].discount"],
    ],
    ["an unknown currency", { ...CONTRACT, currency: "XYZ" }, ["$.currency"]],
    ["an unknown time zone", { ...CONTRACT, timezone: "Mars/Base" }, ["$.timezone"]],
    ["a day that is none", { ...CONTRACT, startsOn: "2026-02-30" }, ["$.startsOn"]],
    ["two versions from one day", { ...CONTRACT, versions: [VERSION, VERSION] }, ["$.versions[1].effectiveFrom"]],
    [
      "a version that is never in force",
      { ...CONTRACT, versions: [VERSION, { ...VERSION, effectiveFrom: "2025-06-01" }] },
      ["$.versions[1].effectiveFrom"],
    ],
    ["days without a version", withVersion({ effectiveFrom: "2026-02-01" }), ["$.versions[0].effectiveFrom"]],
    [
      "a version number twice",
      {
        ...CONTRACT,
        versions: [
          { ...VERSION, version: 1 },
          { ...VERSION, effectiveFrom: "2026-02-01", version: 1 },
        ],
      },
      ["$.versions[1].version"],
    ],
    ["an end before the start", { ...CONTRACT, endsOn: "2025-12-31" }, ["$.endsOn", "$.versions[0].effectiveFrom"]],
    ["a negative rate", withComponents({ ...CALLS, rate: "-1" }), ["$.versions[0].components[0].rate"]],
    ["a rate that is a number", withComponents({ ...CALLS, rate: 0.85 }), ["$.versions[0].components[0].rate"]],
    [
      "a negative quantity",
      withComponents({ type: "seat", monthlyRate: "1", minSeats: -1 }),
      ["$.versions[0].components[0].minSeats"],
    ],
    ["a component of no type", withComponents({ rate: "1" }), ["$.versions[0].components[0].type"]],
    ["a component of an unknown type", withComponents({ type: "gold" }), ["$.versions[0].components[0].type"]],
    [
      "a component id twice",
      withComponents({ ...CALLS, id: "a" }, { ...CALLS, id: "a" }),
      ["$.versions[0].components[1].id"],
    ],
    [
      "hours priced twice",
      withComponents(HOURS, { ...HOURS, roles: ["agent"] }),
      ["$.versions[0].components[1].states"],
    ],
    [
      "successes paid twice",
      withComponents(COMMISSION, { ...COMMISSION, direction: null }),
      ["$.versions[0].components[1].direction"],
    ],
    [
      "an adjustment that is none",
      withVersion({ adjustments: [{ type: "discount", name: "x" }] }),
      ["$.versions[0].adjustments[0]"],
    ],
    [
      "a rate table that is not there",
      withComponents({
        type: "per_minute",
        direction: "outbound",
        rate: "1",
        increments: { first: 1, next: 1 },
        rateTableId: "intl",
      }),
      ["$.versions[0].components[0].rateTableId"],
    ],
    ["a rate table without rows", { ...CONTRACT, rateTables: [{ name: "a" }] }, ["$.rateTables[0]"]],
    [
      "a prefix twice",
      {
        ...CONTRACT,
        rateTables: [
          {
            name: "a",
            rows: [
              { prefix: "86", destination: "x", rate: "1" },
              { prefix: "+86", destination: "y", rate: "1" },
            ],
          },
        ],
      },
      ["$.rateTables[0].rows[1].prefix"],
    ],
    [
      "an unknown field of a rate",
      { ...CONTRACT, rateTables: [{ name: "a", rows: [{ prefix: "86", destination: "x", rate: "1", until: 1 }] }] },
      ["$.rateTables[0].rows[0].until"],
    ],
    ["a credit of nothing", { ...CONTRACT, credits: [{ id: "a", amount: "0", reason: "x" }] }, ["$.credits[0].amount"]],
    [
      "a credit twice",
      {
        ...CONTRACT,
        credits: [
          { id: "a", amount: "1", reason: "x" },
          { id: "a", amount: "1", reason: "x" },
        ],
      },
      ["$.credits[1].id"],
    ],
    [
      "an amount with too many decimals",
      { ...CONTRACT, currency: "JPY", credits: [{ id: "a", amount: "1.5", reason: "x" }] },
      ["$.credits[0].amount"],
    ],
    [
      "a charge of no version",
      { ...CONTRACT, before: [{ version: 2, month: "2026-01", kind: "usage", amount: "1" }] },
      ["$.before[0].version"],
    ],
    [
      "a charge of no component",
      { ...CONTRACT, before: [{ component: "x", version: 1, month: "2026-01", kind: "usage", amount: "1" }] },
      ["$.before[0].component"],
    ],
    [
      "a month that is none",
      { ...CONTRACT, before: [{ version: 1, month: "2026-13", kind: "usage", amount: "1" }] },
      ["$.before[0].month"],
    ],
    [
      "two things at once",
      { ...withComponents({ ...CALLS, rate: "x", baseFee: "y" }), credits: [{ id: "a", amount: "-1", reason: "x" }] },
      ["$.versions[0].components[0].rate", "$.versions[0].components[0].baseFee", "$.credits[0].amount"],
    ],
  ])("names the place of %s", (_what, json, expected) => {
    expect(places(() => parse(json))).toEqual(expected);
  });

  it.each(["", "{", "[1,2", "null", "[]"])("refuses %j as a whole", (text) => {
    expect(places(() => parseContractFile(text))).toEqual(["$"]);
  });

  it("refuses a bad price list by its line", () => {
    const json = JSON.stringify({ ...CONTRACT, rateTables: [{ name: "intl", file: "rates.csv" }] });
    expect(() => parseContractFile(json, () => "prefix,destination,rate\n8x,China,0.3\n")).toThrow(
      expect.objectContaining({ code: "RATE_TABLE_INVALID", details: expect.objectContaining({ line: 2 }) }),
    );
    expect(() => parseContractFile(json)).toThrow(expect.objectContaining({ code: "CONTRACT_FILE_INVALID" }));
  });
});
