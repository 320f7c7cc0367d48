import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseContractFile } from "./contract-file.ts";
import { CHARGE_COLUMNS, replay } from "./contract-file-invoice.ts";
import { PRICE_COMPONENT_TYPES } from "./price-type.ts";
import { parseUsageFile } from "./usage-file.ts";
import { USAGE_COLUMNS } from "./usage-file-columns.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/billing.md"), "utf8");
const OCTOBER = { from: "2026-10-01", to: "2026-11-01" };

interface Example {
  readonly contract: string;
  readonly usage: string;
  readonly result: string;
}

/** Each example is a contract (or the terms of one), its usage and what comes out. */
function examples(): Example[] {
  const blocks = [...page.matchAll(/```(json contract|json version|csv usage|text result)\n([\s\S]*?)```/g)];
  const found: Example[] = [];
  for (let i = 0; i + 2 < blocks.length + 0; i += 3) {
    const [terms, usage, result] = blocks.slice(i, i + 3);
    expect([usage?.[1], result?.[1]]).toEqual(["csv usage", "text result"]);
    const text = terms?.[2] ?? "";
    found.push({
      contract: terms?.[1] === "json version" ? wrapped(text) : text,
      usage: usage?.[2] ?? "",
      result: result?.[2] ?? "",
    });
  }
  expect(found.length * 3).toBe(blocks.length);
  return found;
}

function wrapped(version: string): string {
  const terms = { effectiveFrom: "2026-01-01", ...JSON.parse(version) };
  return JSON.stringify({ currency: "CNY", timezone: "Asia/Shanghai", startsOn: "2026-01-01", versions: [terms] });
}

export function resultOf({ contract, usage }: Pick<Example, "contract" | "usage">): string {
  const file = parseContractFile(contract);
  const { rated, invoiceJson } = replay(file, parseUsageFile(usage, "usage.csv", file), OCTOBER, ({ key }) => key);
  const { net, tax, total, notChargeable } = JSON.parse(invoiceJson);
  const left = notChargeable.map((one: { id: string; reason: string }) => `not chargeable: ${one.id}, ${one.reason}\n`);
  const lines = rated.charges.map((line) => `${line.kind} ${line.month}: ${line.arithmetic}\n`);
  return `${[...lines, ...left].join("")}net ${net}, tax ${tax}, total ${total}\n`;
}

describe("the page on billing", () => {
  it.each(examples().map((one, i) => [i + 1, one] as const))("tells what comes out of example %d", (_i, example) => {
    expect(example.result).toBe(resultOf(example));
  });

  it("has an example of every price and names every column", () => {
    const types = examples().flatMap(({ contract }) =>
      JSON.parse(contract).versions.flatMap((one: { components: { type: string }[] }) =>
        one.components.map(({ type }) => type),
      ),
    );
    expect(new Set(types)).toEqual(new Set(PRICE_COMPONENT_TYPES));
    for (const column of [...USAGE_COLUMNS, ...CHARGE_COLUMNS]) expect(page).toContain(`\`${column}\``);
  });
});
