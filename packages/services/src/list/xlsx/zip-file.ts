import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import { fileRefusal } from "./refusals.ts";

/**
 * A zip archive on the disk, read part by part without unpacking it. Ours and not a library's: those that stream read
 * from the front and meet the parts in whatever order they lie, while the strings must be read before the sheet.
 */
interface Part {
  readonly method: number;
  readonly encrypted: boolean;
  readonly packed: number;
  readonly unpacked: number;
  readonly headerAt: number;
}

export interface Piece {
  readonly bytes: Uint8Array;
  /** Bytes of the archive read of this part so far. */
  readonly read: number;
}

/** Of all parts together. A sheet of a million rows and thirty columns is half of it. */
const MAX_UNPACKED = 3 * 1024 ** 3;
/** Deflate packs nothing but zeros a thousand times; a sheet of nothing but the same cell eighty times. */
const MAX_RATIO = 200;
const RATIO_FROM = 32 * 1024 ** 2;
const MAX_PARTS = 10_000;
const PIECE = 131_072;

export class ZipFile {
  private unpacked = 0;

  private constructor(
    private readonly file: FileHandle,
    private readonly parts: ReadonlyMap<string, Part>,
  ) {}

  /** @throws CallbayError FILE_DAMAGED, FILE_ENCRYPTED, FILE_UNPACKS_TOO_LARGE */
  static async open(path: string): Promise<ZipFile> {
    const file = await open(path, "r");
    try {
      const parts = await directory(file);
      if ([...parts.values()].some((part) => part.encrypted)) throw fileRefusal("FILE_ENCRYPTED");
      return new ZipFile(file, parts);
    } catch (error) {
      await file.close();
      throw error instanceof RangeError ? fileRefusal("FILE_DAMAGED") : error;
    }
  }

  has(name: string): boolean {
    return this.parts.has(name.toLowerCase());
  }

  /** Bytes of the archive that a part takes. */
  packed(name: string): number {
    return this.parts.get(name.toLowerCase())?.packed ?? 0;
  }

  /** A part's bytes, unpacked as they are asked for. @throws CallbayError FILE_DAMAGED, FILE_UNPACKS_TOO_LARGE */
  async *read(name: string): AsyncGenerator<Piece, void, undefined> {
    const part = this.parts.get(name.toLowerCase());
    if (!part || (part.method !== 0 && part.method !== 8)) throw fileRefusal("FILE_DAMAGED", { part: name });
    if (part.packed === 0) return;
    const header = await bytesAt(this.file, part.headerAt, 30);
    const start = part.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    // Destroying a stream of the handle's own would close the handle.
    const raw = Readable.from(piecesOf(this.file, start, part.packed));
    const inflate = part.method === 8 ? createInflateRaw({ chunkSize: PIECE }) : null;
    if (inflate) {
      raw.on("error", (error) => inflate.destroy(error));
      raw.pipe(inflate);
    }
    let own = 0;
    try {
      for await (const chunk of inflate ?? raw) {
        const bytes: Buffer = chunk;
        own += bytes.length;
        this.unpacked += bytes.length;
        const read = inflate ? inflate.bytesWritten : own;
        if (this.unpacked > MAX_UNPACKED || (own > RATIO_FROM && own > MAX_RATIO * Math.max(1, read)))
          throw fileRefusal("FILE_UNPACKS_TOO_LARGE");
        yield { bytes, read };
      }
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      throw code.startsWith("Z_") ? fileRefusal("FILE_DAMAGED", { part: name }) : error;
    } finally {
      raw.destroy();
      inflate?.destroy();
    }
  }

  /** A small part as text, whole. @throws as `read` does */
  async text(name: string, most = 32 * 1024 ** 2): Promise<string> {
    const kept: Uint8Array[] = [];
    let size = 0;
    for await (const { bytes } of this.read(name)) {
      size += bytes.length;
      if (size > most) throw fileRefusal("FILE_UNPACKS_TOO_LARGE");
      kept.push(bytes);
    }
    return new TextDecoder().decode(Buffer.concat(kept));
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

const END_SIGN = 0x06054b50;
const END_64_PLACE_SIGN = 0x07064b50;
const END_64_SIGN = 0x06064b50;
const ENTRY_SIGN = 0x02014b50;
const IN_64 = 0xffffffff;

/** The archive's list of parts, at its end. Source: PKWARE APPNOTE 4.3.12–4.3.16, 4.5.3. */
async function directory(file: FileHandle): Promise<Map<string, Part>> {
  const { size } = await file.stat();
  const tailAt = Math.max(0, size - 65_557);
  const tail = await bytesAt(file, tailAt, size - tailAt);
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END_SIGN) at -= 1;
  if (at < 0) throw fileRefusal("FILE_DAMAGED");
  let count = tail.readUInt16LE(at + 10);
  let bytes = tail.readUInt32LE(at + 12);
  let start = tail.readUInt32LE(at + 16);
  if (at >= 20 && tail.readUInt32LE(at - 20) === END_64_PLACE_SIGN) {
    const end = await bytesAt(file, Number(tail.readBigUInt64LE(at - 12)), 56);
    if (end.readUInt32LE(0) !== END_64_SIGN) throw fileRefusal("FILE_DAMAGED");
    count = Number(end.readBigUInt64LE(32));
    bytes = Number(end.readBigUInt64LE(40));
    start = Number(end.readBigUInt64LE(48));
  }
  if (count > MAX_PARTS || bytes > 16 * 1024 ** 2) throw fileRefusal("FILE_UNPACKS_TOO_LARGE");
  return entries(await bytesAt(file, start, bytes), count);
}

function entries(list: Buffer, count: number): Map<string, Part> {
  const parts = new Map<string, Part>();
  let at = 0;
  let all = 0;
  for (let index = 0; index < count; index++) {
    if (list.readUInt32LE(at) !== ENTRY_SIGN) throw fileRefusal("FILE_DAMAGED");
    const nameBytes = list.readUInt16LE(at + 28);
    const extraBytes = list.readUInt16LE(at + 30);
    const name = list.toString("utf8", at + 46, at + 46 + nameBytes).replaceAll("\\", "/");
    const extra = list.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
    const [unpacked = 0, packed = 0, headerAt = 0] = wide(extra, [
      list.readUInt32LE(at + 24),
      list.readUInt32LE(at + 20),
      list.readUInt32LE(at + 42),
    ]);
    all += unpacked;
    if (all > MAX_UNPACKED) throw fileRefusal("FILE_UNPACKS_TOO_LARGE");
    const encrypted = (list.readUInt16LE(at + 8) & 1) === 1;
    parts.set(name.toLowerCase(), { method: list.readUInt16LE(at + 10), encrypted, packed, unpacked, headerAt });
    at += 46 + nameBytes + extraBytes + list.readUInt16LE(at + 32);
  }
  return parts;
}

/** Sizes of more than four gigabytes stand in an extra field, in this order, those alone that do not fit. */
function wide(extra: Buffer, values: readonly number[]): number[] {
  if (!values.includes(IN_64)) return [...values];
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let from = at + 4;
    return values.map((value) => {
      if (value !== IN_64) return value;
      from += 8;
      return Number(extra.readBigUInt64LE(from - 8));
    });
  }
  throw fileRefusal("FILE_DAMAGED");
}

async function* piecesOf(file: FileHandle, start: number, length: number): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < length; ) {
    const piece = await bytesAt(file, start + at, Math.min(PIECE, length - at));
    at += piece.length;
    yield piece;
  }
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  if (bytesRead !== length) throw fileRefusal("FILE_DAMAGED");
  return bytes;
}
