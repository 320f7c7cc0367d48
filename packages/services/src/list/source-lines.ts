import type { SourceLine } from "./csv-records.ts";

/** Text encodings of the lists that reach us: what spreadsheets save in the West and in China. */
export type SourceEncoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030";

/**
 * Guesses the encoding from a file's first bytes: a byte order mark says it, else bytes that are not UTF-8 are
 * GB18030. @param whole false when the file goes on after the sample, whose last character may then be cut.
 */
export function guessEncoding(sample: Uint8Array, whole: boolean): SourceEncoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: !whole });
    return "utf-8";
  } catch {
    return "gb18030";
  }
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
