import { expect, it } from "vitest";
import { isBic, isIban } from "./account.ts";

it.each([
  ["DE02 1203 0000 0000 2020 51", true],
  ["gb29nwbk60161331926819", true],
  ["DE02120300000000202052", false],
  ["DE20120300000000202051", false],
  ["DE021203", false],
  ["", false],
  ["0212030000000020205100", false],
])("%s is an IBAN: %s", (text, is) => expect(isIban(text)).toBe(is));

it.each([
  ["BYLADEM1001", true],
  ["DEUTDEFF", true],
  ["DEUTDEFF5", false],
  ["deutdeff", false],
])("%s is a BIC: %s", (text, is) => expect(isBic(text)).toBe(is));
