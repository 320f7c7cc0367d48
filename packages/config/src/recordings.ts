import { z } from "zod";

const BUCKET = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w./-]*))?$/;

/** Where recordings are kept. Keys of a bucket come from the environment alone and are never logged. */
export const recordingEnvironment = {
  /** disk: below STORAGE_DIR; s3://bucket/prefix: in a bucket of S3, or of a service that speaks as it does. */
  RECORDING_STORE: z
    .string()
    .default("disk")
    .refine((value) => value === "disk" || BUCKET.test(value), "is disk, or s3://bucket or s3://bucket/prefix"),
  /** Where the service is, when it is not Amazon's own; the bucket then goes into the path. */
  RECORDING_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  RECORDING_S3_REGION: z.string().min(1).default("us-east-1"),
  RECORDING_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  RECORDING_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
} as const;

export interface RecordingEnvironment {
  readonly RECORDING_STORE: string;
  readonly RECORDING_S3_ENDPOINT?: string | undefined;
  readonly RECORDING_S3_REGION: string;
  readonly RECORDING_S3_ACCESS_KEY_ID?: string | undefined;
  readonly RECORDING_S3_SECRET_ACCESS_KEY?: string | undefined;
}

/** For `refine`: a bucket has its keys. */
export const hasRecordingKeys = (env: RecordingEnvironment): boolean =>
  env.RECORDING_STORE === "disk" ||
  (env.RECORDING_S3_ACCESS_KEY_ID !== undefined && env.RECORDING_S3_SECRET_ACCESS_KEY !== undefined);
export const RECORDING_KEYS_MISSING = {
  path: ["RECORDING_S3_ACCESS_KEY_ID"],
  message: "is needed with RECORDING_STORE=s3://…, and RECORDING_S3_SECRET_ACCESS_KEY as well",
};

export interface RecordingBucket {
  readonly bucket: string;
  readonly prefix: string;
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly pathStyle: boolean;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The bucket that the environment names; null: recordings are kept on the disk. */
export function recordingBucketOf(env: RecordingEnvironment): RecordingBucket | null {
  const match = BUCKET.exec(env.RECORDING_STORE);
  if (!match) return null;
  return {
    bucket: match[1] ?? "",
    prefix: (match[2] ?? "").replace(/^\/+|\/+$/g, ""),
    endpoint: env.RECORDING_S3_ENDPOINT,
    region: env.RECORDING_S3_REGION,
    pathStyle: env.RECORDING_S3_ENDPOINT !== undefined,
    accessKeyId: env.RECORDING_S3_ACCESS_KEY_ID ?? "",
    secretAccessKey: env.RECORDING_S3_SECRET_ACCESS_KEY ?? "",
  };
}
