import { describe, expect, it } from "vitest";
import { nameMediaFailure } from "./media-errors.ts";

const here = { isSecure: true, hasMediaDevices: true };
const domError = (name: string, message = "") => Object.assign(new Error(message), { name });

describe("nameMediaFailure", () => {
  it.each([
    ["denied", domError("NotAllowedError", "Permission denied")],
    ["dismissed", domError("NotAllowedError", "Permission dismissed")],
    ["blocked_by_system", domError("NotAllowedError", "Permission denied by system")],
    ["denied", domError("SecurityError")],
    ["no_device", domError("NotFoundError", "Requested device not found")],
    ["no_device", domError("OverconstrainedError")],
    ["in_use", domError("NotReadableError", "Could not start audio source")],
    ["in_use", domError("AbortError")],
    ["unknown", domError("TypeError")],
    ["unknown", "odd"],
    ["unknown", null],
  ])("%s", (failure, error) => {
    expect(nameMediaFailure(error, here)).toBe(failure);
  });

  it("blames the address of the page where the browser offers no microphone at all", () => {
    expect(nameMediaFailure(new TypeError("undefined"), { isSecure: false, hasMediaDevices: false })).toBe("insecure");
    expect(nameMediaFailure(domError("NotAllowedError"), { isSecure: false, hasMediaDevices: true })).toBe("insecure");
  });
});
