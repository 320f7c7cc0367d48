import { describe, expect, it } from "vitest";
import { type Columns, keyOf, roleOf, withKey, withRole } from "./column-roles.ts";

const headers = ["who", "phone", "mobile", "agreed", "city"];
const columns: Columns = {
  ...{ columnCount: 5, hasHeader: true, phones: [1], names: [0], country: null, timezone: null },
  ...{ consentAt: 3, consentProof: null, attributes: [{ column: 4, key: "city" }] },
};

describe("what columns are taken for", () => {
  it("is said for each", () => {
    expect(headers.map((_, at) => roleOf(columns, at))).toEqual(["name", "phone", "none", "consentAt", "attribute"]);
  });

  it("changes for one and leaves the others", () => {
    const two = withRole(columns, 2, "phone", headers);
    expect(two.phones).toEqual([1, 2]);
    expect(withRole(two, 1, "none", headers)).toMatchObject({ phones: [2], names: [0], consentAt: 3 });
  });

  it("gives a place of which there is one to the newcomer, and keeps the other as a field", () => {
    const moved = withRole(columns, 2, "consentAt", headers);
    expect(moved.consentAt).toBe(2);
    expect(keyOf(moved, 3)).toBe("agreed");
  });

  it("names a field by its header, apart from those that have the name", () => {
    const same = withKey(columns, 4, "mobile");
    expect(keyOf(withRole(same, 2, "attribute", headers), 2)).toBe("mobile (2)");
  });
});
