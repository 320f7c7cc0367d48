import { expect, test } from "vitest";
import { bestFirst } from "./skills.ts";

test("the best are asked first, and equals in the order they came in", () => {
  const people = [
    { name: "learner", level: 1 },
    { name: "longest idle", level: 4 },
    { name: "idle since", level: 4 },
    { name: "expert", level: 5 },
  ];
  expect(bestFirst(people, ({ level }) => level).map(({ name }) => name)).toEqual([
    "expert",
    "longest idle",
    "idle since",
    "learner",
  ]);
  expect(people[0]?.name).toBe("learner");
});
