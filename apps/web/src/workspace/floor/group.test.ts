import { expect, test } from "vitest";
import { groupByUnit } from "./group.ts";

const agent = (name: string, unit: string | null) => ({
  name,
  unit: unit === null ? null : { id: `id-${unit}`, name: unit },
});

test("teams come by name as people count them, who is in none last, and the order within is kept", () => {
  const groups = groupByUnit([
    agent("Zoe", "Team 10"),
    agent("Nemo", null),
    agent("Ann", "Team 2"),
    agent("Amy", "Team 10"),
  ]);
  expect(groups.map(({ name, agents }) => [name, agents.map((one) => one.name)])).toEqual([
    ["Team 2", ["Ann"]],
    ["Team 10", ["Zoe", "Amy"]],
    [null, ["Nemo"]],
  ]);
  expect(groupByUnit([])).toEqual([]);
});
