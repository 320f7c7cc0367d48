import { describe, expect, test } from "vitest";
import { isPublicMailDomain, mailDomainOf } from "./mail-domain.ts";

describe("the domain of an address", () => {
  test.each([
    ["Ann@Alder.Test ", "alder.test"],
    ['"a@b"@alder.test', "alder.test"],
    ["ann@mail.alder.co.uk", "mail.alder.co.uk"],
    ["alder.test", null],
    ["@alder.test", null],
    ["ann@", null],
    ["ann@localhost", null],
    ["ann@alder..test", null],
    ["ann@-alder.test", null],
  ])("%s is of %s", (email, domain) => {
    expect(mailDomainOf(email)).toBe(domain);
  });

  test("what belongs to everybody belongs to no company", () => {
    expect(isPublicMailDomain("QQ.com")).toBe(true);
    expect(isPublicMailDomain("alder.test")).toBe(false);
  });
});
