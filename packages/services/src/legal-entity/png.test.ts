import { describe, expect, it } from "vitest";
import { samplePng } from "../invoice/sample.test-support.ts";
import { MAX_LOGO_BYTES, parseLogo, pngSize } from "./png.ts";

const refused = (code: string) => expect.objectContaining({ code });
const changed = (png: Buffer, at: number, value: number): Buffer => {
  const copy = Buffer.from(png);
  copy[at] = value;
  return copy;
};

describe("a logo", () => {
  const png = samplePng(30, 20);

  it("is taken as a whole PNG, with the size that it says", () => {
    expect(parseLogo(png)).toBe(png);
    expect(pngSize(png)).toEqual({ width: 30, height: 20 });
  });

  it.each<[string, Buffer]>([
    ["nothing", Buffer.alloc(0)],
    ["a page of HTML", Buffer.from(`<html>${" ".repeat(200)}</html>`)],
    ["a JPEG by the name of PNG", Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100)])],
    ["one that is cut off", png.subarray(0, -5)],
    ["one with something behind its end", Buffer.concat([png, Buffer.from("<script>")])],
    ["one with a byte changed", changed(png, 45, 0xff)],
    ["one that says it is taller than it is", changed(png, 23, 40)],
  ])("is refused as %s", (_name, bytes) => {
    expect(() => parseLogo(bytes)).toThrow(refused("LOGO_NOT_PNG"));
  });

  it("is refused above 512 KB before it is looked at", () => {
    expect(() => parseLogo(Buffer.alloc(MAX_LOGO_BYTES + 1))).toThrow(refused("LOGO_TOO_LARGE"));
  });
});
