import type { SourceLine } from "./csv-records.ts";

/** Text encodings of the lists that reach us: what spreadsheets save in the West and in China. */
export const SOURCE_ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "gb18030", "windows-1252"] as const;
export type SourceEncoding = (typeof SOURCE_ENCODINGS)[number];

/**
 * Guesses the encoding from a file's first bytes: a byte order mark says it; every other byte a zero is UTF-16; bytes that
 * are not UTF-8 are GB18030 or Windows-1252. @param whole false when the file goes on after the sample, whose last
 * character may then be cut.
 */
export function guessEncoding(sample: Uint8Array, whole: boolean): SourceEncoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
  const [even, odd] = zeros(sample);
  const half = sample.length / 2;
  if (odd > half * 0.3 && even < half * 0.05) return "utf-16le";
  if (even > half * 0.3 && odd < half * 0.05) return "utf-16be";
  if (decodes("utf-8", sample, whole)) return "utf-8";
  return isChinese(sample) ? "gb18030" : "windows-1252";
}

function decodes(encoding: SourceEncoding, sample: Uint8Array, whole: boolean): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: !whole });
    return true;
  } catch {
    return false;
  }
}

function zeros(sample: Uint8Array): [even: number, odd: number] {
  const count: [number, number] = [0, 0];
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) count[at % 2 === 0 ? 0 : 1] += 1;
  return count;
}

/**
 * Both bytes of a common Chinese character are high. In a Western text a high byte is a letter with an accent, and what
 * follows it is as a rule a plain one.
 */
function isChinese(sample: Uint8Array): boolean {
  let [pairs, single] = [0, 0];
  for (let at = 0; at < sample.length; at++) {
    const [first = 0, second = 0] = [sample[at], sample[at + 1]];
    if (first < 0x81) continue;
    if (first >= 0xa1 && first <= 0xf7 && second >= 0xa1) {
      pairs += 1;
      at += 1;
    } else single += 1;
  }
  return pairs > single;
}

/** A line may be so long; a file without line ends must not fill the memory. */
const MAX_LINE = 262_144;

/**
 * Cuts a stream of bytes into lines and says how many bytes of the file each reached. Takes \n, \r\n and \r. Within a
 * chunk the place is interpolated, because the decoder tells no offsets; at a chunk's end it is exact.
 */
export async function* sourceLines(
  chunks: AsyncIterable<Uint8Array>,
  encoding: SourceEncoding,
): AsyncGenerator<SourceLine, void, undefined> {
  const decoder = new TextDecoder(encoding);
  let rest = "";
  let bytes = 0;
  let endedOnReturn = false;
  for await (const chunk of chunks) {
    const before = bytes;
    bytes += chunk.byteLength;
    let text = decoder.decode(chunk, { stream: true });
    if (text === "") continue;
    if (endedOnReturn && text.startsWith("\n")) text = text.slice(1);
    endedOnReturn = text.endsWith("\r");
    const lines = text.split(/\r\n|\n|\r/);
    const perCharacter = chunk.byteLength / Math.max(1, text.length);
    let characters = 0;
    for (const [index, piece] of lines.entries()) {
      characters += piece.length + 1;
      if (index === lines.length - 1) {
        rest += piece;
        break;
      }
      const bytesEnd = Math.min(bytes, before + Math.round(characters * perCharacter));
      yield { text: rest + piece, bytesEnd };
      rest = "";
    }
    if (rest.length > MAX_LINE) {
      yield { text: rest.slice(0, MAX_LINE), bytesEnd: bytes };
      rest = "";
    }
  }
  rest += decoder.decode();
  if (rest !== "") yield { text: rest, bytesEnd: bytes };
}
