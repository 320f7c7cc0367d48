import { expect, it } from "vitest";
import { withoutPaging } from "./paging-link.ts";

it.each<[unknown, unknown]>([
  [{ limit: 50, direction: "forward" }, { limit: 50 }],
  [{ direction: "outbound" }, { direction: "outbound" }],
  [{ limit: 50 }, { limit: 50 }],
  [undefined, undefined],
  ["forward", "forward"],
])("%j is sent as %j", (input, sent) => {
  expect(withoutPaging(input)).toEqual(sent);
});
