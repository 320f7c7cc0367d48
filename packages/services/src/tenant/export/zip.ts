import { crc32, createDeflateRaw } from "node:zlib";

export interface ZipFile {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

interface Written {
  readonly name: Buffer;
  readonly offset: bigint;
  readonly crc: number;
  readonly packed: bigint;
  readonly plain: bigint;
}

/** Deflated; sizes follow the data, since they are not known before; names in UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** ZIP64, so that neither a file nor the whole has an end at 4 GB. */
const VERSION = 45;
/** 1 January 1980: when a file was made is said inside. */
const DOS_DATE = 0x0021;

/** A ZIP archive, piece by piece (APPNOTE 6.3.10 with ZIP64): what it holds in memory does not grow with the files. */
export async function* zipOf(files: AsyncIterable<ZipFile>): AsyncGenerator<Uint8Array, void, undefined> {
  const written: Written[] = [];
  let at = 0n;
  for await (const { name, bytes } of files) {
    const encoded = Buffer.from(name, "utf8");
    const header = localHeader(encoded);
    const offset = at;
    yield header;
    at += BigInt(header.length);
    let crc = 0;
    let plain = 0n;
    let packed = 0n;
    const deflate = createDeflateRaw({ level: 6 });
    const feeding = (async () => {
      for await (const piece of bytes) {
        crc = crc32(piece, crc);
        plain += BigInt(piece.length);
        if (!deflate.write(piece)) await new Promise((resolve) => deflate.once("drain", resolve));
      }
      deflate.end();
    })();
    feeding.catch((error: Error) => deflate.destroy(error));
    for await (const piece of deflate) {
      packed += BigInt((piece as Buffer).length);
      yield piece as Buffer;
    }
    await feeding;
    const descriptor = Buffer.alloc(24);
    descriptor.writeUInt32LE(0x08074b50, 0);
    descriptor.writeUInt32LE(crc, 4);
    descriptor.writeBigUInt64LE(packed, 8);
    descriptor.writeBigUInt64LE(plain, 16);
    yield descriptor;
    at += packed + 24n;
    written.push({ name: encoded, offset, crc, packed, plain });
  }
  const start = at;
  for (const file of written) {
    const entry = centralEntry(file);
    yield entry;
    at += BigInt(entry.length);
  }
  yield ending({ count: BigInt(written.length), start, size: at - start });
}

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30 + name.length + 20);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATE, 8);
  header.writeUInt16LE(DOS_DATE, 12);
  header.writeUInt32LE(0xffffffff, 18);
  header.writeUInt32LE(0xffffffff, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(20, 28);
  name.copy(header, 30);
  // ZIP64 extra field: both sizes, still unknown.
  header.writeUInt16LE(0x0001, 30 + name.length);
  header.writeUInt16LE(16, 32 + name.length);
  return header;
}

function centralEntry({ name, offset, crc, packed, plain }: Written): Buffer {
  const entry = Buffer.alloc(46 + name.length + 28);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(VERSION, 4);
  entry.writeUInt16LE(VERSION, 6);
  entry.writeUInt16LE(FLAGS, 8);
  entry.writeUInt16LE(DEFLATE, 10);
  entry.writeUInt16LE(DOS_DATE, 14);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(0xffffffff, 20);
  entry.writeUInt32LE(0xffffffff, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(28, 30);
  entry.writeUInt32LE(0xffffffff, 42);
  name.copy(entry, 46);
  const extra = 46 + name.length;
  entry.writeUInt16LE(0x0001, extra);
  entry.writeUInt16LE(24, extra + 2);
  entry.writeBigUInt64LE(plain, extra + 4);
  entry.writeBigUInt64LE(packed, extra + 12);
  entry.writeBigUInt64LE(offset, extra + 20);
  return entry;
}

/** ZIP64 end record, its locator, and the old end record that points to them. */
function ending({ count, start, size }: { count: bigint; start: bigint; size: bigint }): Buffer {
  const end = Buffer.alloc(56 + 20 + 22);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(VERSION, 12);
  end.writeUInt16LE(VERSION, 14);
  end.writeBigUInt64LE(count, 24);
  end.writeBigUInt64LE(count, 32);
  end.writeBigUInt64LE(size, 40);
  end.writeBigUInt64LE(start, 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(start + size, 64);
  end.writeUInt32LE(1, 72);
  end.writeUInt32LE(0x06054b50, 76);
  end.writeUInt16LE(0xffff, 84);
  end.writeUInt16LE(0xffff, 86);
  end.writeUInt32LE(0xffffffff, 88);
  end.writeUInt32LE(0xffffffff, 92);
  return end;
}
