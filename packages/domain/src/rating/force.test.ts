import fc from "fast-check";
import { expect, it } from "vitest";
import { addDays, eachDay } from "../days.ts";
import { contract, version } from "./fixtures.test-support.ts";
import { versionForces, versionOn } from "./force.ts";

it("each version holds from its day to the next one's, within the contract", () => {
  const three = contract(
    [
      version([], { id: "v3", version: 3, effectiveFrom: "2026-03-01" }),
      version([], { id: "v1", effectiveFrom: "2025-01-01" }),
      version([], { id: "v2", version: 2, effectiveFrom: "2026-03-01" }),
    ],
    { endsOn: "2026-03-31" },
  );
  expect(Object.fromEntries(versionForces(three))).toEqual({
    v1: { from: "2026-01-01", to: "2026-03-01" },
    v3: { from: "2026-03-01", to: "2026-04-01" },
  });
  expect(versionOn(three, "2026-03-31")?.id).toBe("v3");
  expect(versionOn(three, "2026-04-01")).toBeNull();
  expect(versionOn(three, "2025-12-31")).toBeNull();
});

it("no day has two versions, and no covered day has none", () => {
  const offsets = fc.array(fc.integer({ min: -20, max: 60 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(offsets, (starts) => {
      const versions = starts.map((n, i) =>
        version([], { id: `v${i}`, version: i, effectiveFrom: addDays("2026-01-01", n) }),
      );
      const forces = [...versionForces(contract(versions)).values()];
      const firstDay = starts.reduce((least, n) => Math.min(least, n), 60);
      for (const date of eachDay("2025-12-15", "2026-03-10")) {
        const holding = forces.filter((force) => date >= force.from && date < force.to).length;
        expect(holding).toBe(date >= "2026-01-01" && date >= addDays("2026-01-01", firstDay) ? 1 : 0);
      }
    }),
  );
});
