import { readFileSync } from "node:fs";
import { z } from "zod";
import { installedFile } from "../../installed-file.ts";
import { sfntOfWoff } from "./sfnt.ts";

export type Weight = "regular" | "bold";

/** A piece of a text that one font can write. */
export interface Run {
  /** The font's name; `fontBytes` has its bytes. */
  readonly font: string;
  readonly text: string;
}

const FAMILY = "@fontsource/noto-sans-sc";
const FILE_WEIGHT = { regular: 400, bold: 700 } as const;
const BOX = "\u25a1";

const bytes = new Map<string, Buffer>();
let subsets: ReadonlyMap<number, string> | undefined;

/** The bytes of a font by the name that `runsOf` gave it; read once per process. */
export function fontBytes(font: string): Buffer {
  const known = bytes.get(font);
  if (known) return known;
  const read = sfntOfWoff(readFileSync(installedFile(`${FAMILY}/files/noto-sans-sc-${font}-normal.woff`)));
  bytes.set(font, read);
  return read;
}

/**
 * Cuts a text into runs of one font each. Noto Sans SC comes in a hundred small subsets, as browsers load it, so a
 * document carries only those that its text needs: Latin, simplified and traditional Chinese, kana, and the rare
 * characters that names are full of. What none has is written as a box.
 */
export function runsOf(text: string, weight: Weight): Run[] {
  subsets ??= readSubsets();
  const runs: { font: string; text: string }[] = [];
  for (const character of text.normalize("NFC")) {
    const subset = subsets.get(character.codePointAt(0) ?? 0);
    const font = `${subset ?? subsets.get(0x25a1) ?? "latin"}-${FILE_WEIGHT[weight]}`;
    const written = subset ? character : BOX;
    const last = runs.at(-1);
    if (last?.font === font) last.text += written;
    else runs.push({ font, text: written });
  }
  return runs;
}

/** Code point → subset, from the family's own table ("[119]": "U+7684,U+4e00-4e01"); Latin wins where two have one. */
function readSubsets(): Map<number, string> {
  const table = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(installedFile(`${FAMILY}/unicode.json`), "utf8")));
  const found = new Map<number, string>();
  for (const [key, ranges] of Object.entries(table)) {
    const subset = key.replace(/[[\]]/g, "");
    for (const range of ranges.split(",")) {
      const [from = "", to = from] = range.trim().slice(2).split("-");
      for (let point = Number.parseInt(from, 16); point <= Number.parseInt(to, 16); point++) {
        if (subset === "latin" || !found.has(point)) found.set(point, subset);
      }
    }
  }
  return found;
}
