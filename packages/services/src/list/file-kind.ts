/** What a file is, by its first bytes: names lie. */
export type FileKind = "text" | "zip" | "ole" | "foreign";

const SIGNS: readonly (readonly [kind: FileKind, bytes: readonly number[]])[] = [
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["zip", [0x50, 0x4b, 0x05, 0x06]],
  ["ole", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ["foreign", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["foreign", [0x89, 0x50, 0x4e, 0x47]],
  ["foreign", [0xff, 0xd8, 0xff]],
  ["foreign", [0x47, 0x49, 0x46, 0x38]],
  ["foreign", [0x1f, 0x8b]],
  ["foreign", [0x37, 0x7a, 0xbc, 0xaf]],
  ["foreign", [0x52, 0x61, 0x72, 0x21]],
  ["foreign", [0x7f, 0x45, 0x4c, 0x46]],
  ["foreign", [0x4d, 0x5a, 0x90]],
  ["foreign", [0x7b, 0x5c, 0x72, 0x74, 0x66]],
];
/** Control characters that no table has, beside tab and line ends. */
const isControl = (byte: number): boolean =>
  byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27;

/** Pure. @param head the file's first bytes, a few thousand if there are so many */
export function fileKind(head: Uint8Array): FileKind {
  const sign = SIGNS.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte));
  if (sign) return sign[0];
  const start = new TextDecoder("latin1")
    .decode(head.subarray(0, 400))
    .replace(/^(?:ï»¿)?\s+/, "")
    .toLowerCase();
  if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml")) return "foreign";
  // UTF-16 is full of zeros, at every other place alone; with its mark or without.
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (marked) return "text";
  let [even, odd, controls] = [0, 0, 0];
  for (let at = 0; at < head.length; at++) {
    const byte = head[at] ?? 0;
    if (byte === 0) at % 2 === 0 ? even++ : odd++;
    else if (isControl(byte)) controls += 1;
  }
  if (controls > head.length * 0.02) return "foreign";
  return Math.min(even, odd) > head.length * 0.02 ? "foreign" : "text";
}

/** Of a file of the kind "ole": a workbook of the old kind, or a new one behind a password. */
export function oleKind(bytes: Uint8Array): "FILE_XLS" | "FILE_ENCRYPTED" | "FILE_NOT_A_TABLE" {
  const holds = (name: string): boolean => Buffer.from(bytes).includes(Buffer.from(name, "utf16le"));
  if (holds("EncryptedPackage") || holds("EncryptionInfo")) return "FILE_ENCRYPTED";
  return holds("Workbook") || holds("Book") ? "FILE_XLS" : "FILE_NOT_A_TABLE";
}

/** Where the first names of an OLE file's directory lie. Source: [MS-CFB] 2.2, 2.6. */
export function oleDirectoryAt(head: Uint8Array): number {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.byteLength < 0x34) return 0;
  return (view.getUint32(0x30, true) + 1) * 2 ** Math.min(12, view.getUint16(0x1e, true));
}
