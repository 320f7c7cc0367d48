import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type RecordingStore, RecordingStoreError, type StoreRange, type StoreSource } from "./recording-store-port.ts";

export interface S3RecordingOptions {
  readonly bucket: string;
  /** Before every key, without slashes at its ends; "": none. */
  readonly prefix: string;
  /** Where the service is, when it is not Amazon's own. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  /** The bucket in the path instead of the host's name: what most services of one's own need. */
  readonly pathStyle: boolean;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Recordings in a bucket of Amazon S3, or of a service that speaks as it does. */
export function createS3Recordings(options: S3RecordingOptions): RecordingStore & { close(): void } {
  const { bucket: Bucket, prefix, endpoint, region, pathStyle, accessKeyId, secretAccessKey } = options;
  const client = new S3Client({
    ...(endpoint === undefined ? {} : { endpoint }),
    region,
    forcePathStyle: pathStyle,
    credentials: { accessKeyId, secretAccessKey },
    // Services of other makers refuse checksums that they do not know; ours is named where it is wanted.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const at = (key: string) => ({ Bucket, Key: prefix ? `${prefix}/${key}` : key });

  async function head(key: string): Promise<{ bytes: number; sha256: string | null } | null> {
    try {
      const found = await client.send(new HeadObjectCommand({ ...at(key), ChecksumMode: "ENABLED" }));
      const sum = found.ChecksumSHA256;
      return { bytes: found.ContentLength ?? 0, sha256: sum ? Buffer.from(sum, "base64").toString("hex") : null };
    } catch (error) {
      if (isMissing(error)) return null;
      throw failure("be asked for", key, error);
    }
  }

  async function* read(key: string, range?: StoreRange): AsyncGenerator<Uint8Array, void, undefined> {
    const Range = range ? `bytes=${range.start}-${range.end}` : undefined;
    try {
      const { Body } = await client.send(new GetObjectCommand({ ...at(key), Range }));
      // Node's body of an answer; the type also knows a browser's.
      if (Body) for await (const piece of Body as Readable) yield piece;
    } catch (error) {
      throw failure("be read", key, error);
    }
  }

  /** What the service itself counted, or, where it does not say, what is read back from it. */
  async function isWhole(key: string, { bytes, sha256 }: StoreSource): Promise<boolean> {
    const found = await head(key);
    if (!found || found.bytes !== bytes) return false;
    if (found.sha256 !== null) return found.sha256 === sha256;
    const hash = createHash("sha256");
    for await (const piece of read(key)) hash.update(piece);
    return hash.digest("hex") === sha256;
  }

  return {
    place: "s3",
    put: async (key, source) => {
      const { path, bytes, sha256 } = source;
      const put = new PutObjectCommand({
        ...at(key),
        Body: createReadStream(path),
        ContentLength: bytes,
        ContentType: "audio/wav",
        ChecksumSHA256: Buffer.from(sha256, "hex").toString("base64"),
      });
      // The checksum goes into the signature too: what arrives changed is refused before it is stored.
      put.middlewareStack.add(
        (next) => (args) => {
          const request = args.request as { headers: Record<string, string> };
          request.headers["x-amz-content-sha256"] = sha256;
          return next(args);
        },
        { step: "build", name: "signTheBody" },
      );
      await client.send(put).catch((error: unknown) => {
        throw failure("be stored", key, error);
      });
      if (!(await isWhole(key, source)))
        throw new RecordingStoreError(`The recording ${key} lies in the bucket with another content than it had.`);
    },
    size: async (key) => (await head(key))?.bytes ?? null,
    read,
    remove: async (key) => {
      await client.send(new DeleteObjectCommand(at(key))).catch((error: unknown) => {
        if (!isMissing(error)) throw failure("be removed", key, error);
      });
    },
    close: () => client.destroy(),
  };
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return error.name === "NotFound" || error.name === "NoSuchKey" || status === 404;
}

/** Names what failed; the service's own words come along as the cause, its secrets do not. */
function failure(what: string, key: string, error: unknown): RecordingStoreError {
  const why = error instanceof Error ? error.name : "unknown";
  return new RecordingStoreError(`The recording ${key} could not ${what}: ${why}.`, { cause: error });
}
