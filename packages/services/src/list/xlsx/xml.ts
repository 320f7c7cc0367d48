import { SaxesParser, type SaxesTagPlain } from "saxes";
import { fileRefusal } from "./refusals.ts";
import type { Piece } from "./zip-file.ts";

export interface XmlHandlers {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
}

/** Names come with whatever prefix the writer chose; the parts of a workbook use one vocabulary each. */
function local(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}

/** A parser that is fed with text. Entities of a document type are never read, so none can grow. */
export function xmlParser({ open, close, text }: XmlHandlers): (chunk: string) => void {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  parser.on("opentag", (tag: SaxesTagPlain) => open(local(tag.name), tag.attributes));
  parser.on("closetag", (tag: SaxesTagPlain) => close(local(tag.name)));
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("doctype", () => {
    throw fileRefusal("FILE_DAMAGED");
  });
  parser.on("error", (error) => {
    throw fileRefusal("FILE_DAMAGED", { why: error.message.slice(0, 200) });
  });
  return (chunk) => {
    parser.write(chunk);
  };
}

/** A text longer than this without a row or string that ends is no list. */
const MAX_OPEN_BYTES = 32 * 1024 ** 2;

/**
 * Feeds a part to a parser, and after each piece gives what `take` has collected of it meanwhile, with the bytes of the
 * archive read so far.
 */
export async function* parsed<T>(
  pieces: AsyncIterable<Piece>,
  feed: (chunk: string) => void,
  take: () => readonly T[],
): AsyncGenerator<{ items: readonly T[]; read: number }, void, undefined> {
  const decoder = new TextDecoder();
  let quiet = 0;
  for await (const { bytes, read } of pieces) {
    feed(decoder.decode(bytes, { stream: true }));
    const items = take();
    quiet = items.length === 0 ? quiet + bytes.length : 0;
    if (quiet > MAX_OPEN_BYTES) throw fileRefusal("FILE_UNPACKS_TOO_LARGE");
    if (items.length > 0) yield { items, read };
  }
}

/** Calls back for each element of a small part. */
export function eachElement(
  xml: string,
  open: (name: string, attributes: Readonly<Record<string, string>>) => void,
): void {
  xmlParser({ open, close: () => {}, text: () => {} })(xml);
}
