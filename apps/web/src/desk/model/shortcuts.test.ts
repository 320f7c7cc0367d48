import { describe, expect, it } from "vitest";
import { type KeyFacts, keypadDigit, shortcutOf } from "./shortcuts.ts";

const press = (more: Partial<KeyFacts>): KeyFacts => ({
  key: "",
  code: "",
  shift: false,
  ctrl: false,
  alt: false,
  meta: false,
  repeat: false,
  composing: false,
  focus: "page",
  ...more,
});

describe("shortcutOf", () => {
  it.each<[unknown, Partial<KeyFacts>]>([
    ["mute", { key: "m", code: "KeyM" }],
    ["mute", { key: "ь", code: "KeyM" }],
    ["hold", { key: "h", code: "KeyH" }],
    ["hangUp", { key: "E", code: "KeyE", shift: true }],
    [null, { key: "e", code: "KeyE" }],
    ["goOff", { key: "O", code: "KeyO", shift: true }],
    ["help", { key: "?", code: "Slash", shift: true }],
    ["submit", { key: "Enter", code: "Enter" }],
    ["skip", { key: "s", code: "KeyS" }],
    ["dial", { key: "t", code: "KeyT" }],
    ["wasMachine", { key: "x", code: "KeyX" }],
    ["doNotCall", { key: "X", code: "KeyX", shift: true }],
    [{ disposition: 1 }, { key: "1", code: "Digit1" }],
    [{ disposition: 9 }, { key: "9", code: "Numpad9" }],
    [null, { key: "0", code: "Digit0" }],
    [null, { key: "!", code: "Digit1", shift: true }],
    [null, { key: "m", code: "KeyM", ctrl: true }],
    [null, { key: "m", code: "KeyM", meta: true }],
    [null, { key: "m", code: "KeyM", repeat: true }],
    [null, { key: "Enter", code: "Enter", composing: true }],
  ])("%j", (action, more) => {
    expect(shortcutOf(press(more))).toEqual(action);
  });

  it("is silent while somebody types, and under a dialog", () => {
    for (const focus of ["field", "overlay"] as const) {
      for (const code of ["KeyM", "Digit1", "KeyR"]) expect(shortcutOf(press({ key: "m", code, focus }))).toBeNull();
      expect(shortcutOf(press({ key: "?", code: "Slash", focus }))).toBeNull();
    }
  });

  it("leaves Enter to a focused button, and letters to the desk", () => {
    expect(shortcutOf(press({ key: "Enter", code: "Enter", focus: "control" }))).toBeNull();
    expect(shortcutOf(press({ key: "m", code: "KeyM", focus: "control" }))).toBe("mute");
  });
});

describe("keypadDigit", () => {
  it("takes what a telephone has", () => {
    expect(["0", "9", "*", "#", "a", "Enter"].map(keypadDigit)).toEqual(["0", "9", "*", "#", null, null]);
  });
});
