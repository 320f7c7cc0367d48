import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { replayFiles } from "./replay-files.ts";

const script = join(import.meta.dirname, "billing-replay.ts");
const contract = {
  currency: "CNY",
  startsOn: "2026-01-01",
  rateTables: [{ name: "intl", file: "rates.csv" }],
  versions: [
    {
      effectiveFrom: "2026-01-01",
      taxRatePpm: 60_000,
      components: [
        {
          type: "per_minute",
          direction: "outbound",
          rate: "0.60",
          increments: { first: 60, next: 60 },
          rateTableId: "intl",
        },
      ],
    },
  ],
};

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "callbay-replay-"));
  writeFileSync(join(dir, "contract.json"), JSON.stringify(contract));
  writeFileSync(
    join(dir, "double.json"),
    JSON.stringify({ ...contract, versions: [contract.versions[0], contract.versions[0]] }),
  );
  writeFileSync(join(dir, "rates.csv"), "prefix,destination,rate\n8613,China mobile,0.45\n");
  const header = "id,kind,date,direction,talk_ms,phone";
  writeFileSync(join(dir, "usage.csv"), `${header}\na,call,2026-10-05,outbound,61000,+8613800138000\n`);
  writeFileSync(join(dir, "negative.csv"), `${header}\na,call,2026-10-05,outbound,-1,+8613800138000\n`);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function options(out: string, over: Record<string, string> = {}): string[] {
  const all = { contract: "contract.json", usage: "usage.csv", period: "2026-10", out, ...over };
  return Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
}

/** Runs the command in the folder of the files, as a person does. */
function command(args: readonly string[]) {
  const run = spawnSync(process.execPath, ["--import", "tsx", script, ...args], {
    encoding: "utf8",
    env: { ...process.env, INIT_CWD: dir },
  });
  return { code: run.status, said: run.stderr };
}

describe("billing:replay", () => {
  it("writes the charges and the invoice, the same bytes at each run", () => {
    replayFiles(options("one"), dir);
    replayFiles(options("two"), dir);
    expect(readdirSync(join(dir, "one"))).toEqual(["charges.csv", "invoice.json"]);
    for (const name of ["charges.csv", "invoice.json"]) {
      expect(readFileSync(join(dir, "two", name))).toEqual(readFileSync(join(dir, "one", name)));
    }
    expect(readFileSync(join(dir, "one", "charges.csv"), "utf8").split("\n")[1]).toBe(
      '1,usage,v1.1,per_minute,1,2026-10,"Talk time to China mobile, 60/60",2,minute,0.45,0.90,120 s ÷ 60 s × 0.45 = 0.90,2026-10-01,2026-10-31,120,1,a',
    );
    expect(JSON.parse(readFileSync(join(dir, "one", "invoice.json"), "utf8"))).toMatchObject({
      net: "0.90",
      tax: "0.05",
      total: "0.95",
    });
  });

  it.each([
    [{ contract: "double.json" }, "$.versions[1].effectiveFrom: "],
    [{ usage: "negative.csv" }, "negative.csv:2:talk_ms: "],
    [{ usage: "missing.csv" }, "cannot be read"],
    [{ period: "2026-13" }, '--period "2026-13"'],
    [{ colour: "red" }, "--colour"],
  ])("says what is wrong with %j and writes nothing", (over, place) => {
    expect(() => replayFiles(options("none", over), dir)).toThrow(place);
    expect(existsSync(join(dir, "none"))).toBe(false);
  });

  it("is a command that fails with the place on stderr", { timeout: 60_000 }, () => {
    const { code, said } = command(options("none", { usage: "negative.csv" }));
    expect(code).toBe(1);
    expect(said).toContain("negative.csv:2:talk_ms: ");
    expect(existsSync(join(dir, "none"))).toBe(false);
  });
});
