import { hostname } from "node:os";
import { z } from "zod";
import { metricsEnvironment } from "./metrics.ts";
import { commonEnvironment, parseEnvironment, port } from "./parse.ts";
import { hasRecordingKeys, RECORDING_KEYS_MISSING, recordingEnvironment } from "./recordings.ts";

const schema = z
  .object({
    ...commonEnvironment,
    ...metricsEnvironment,
    ...recordingEnvironment,
    /** SIP relay at /sip and /health. */
    MEDIA_BRIDGE_PORT: port.default(3010),
    MEDIA_BRIDGE_HOST: z.string().default("127.0.0.1"),
    /**
     * These nodes first, by name, separated by commas; empty: every node of the pool. Of the others this process takes
     * care only while nobody else owns them.
     */
    PBX_NODES: z
      .string()
      .default("")
      .transform((names) => names.split(",").flatMap((name) => name.trim() || [])),
  })
  .refine(hasRecordingKeys, RECORDING_KEYS_MISSING);

/** What media-bridge reads from its environment. */
export type MediaBridgeConfig = Omit<z.output<typeof schema>, "INSTANCE_ID"> & { readonly INSTANCE_ID: string };

/** @throws ConfigError naming each variable that is missing or wrong */
export function mediaBridgeConfig(env: Readonly<Record<string, string | undefined>>): MediaBridgeConfig {
  const parsed = parseEnvironment("media-bridge", schema, env);
  return { ...parsed, INSTANCE_ID: parsed.INSTANCE_ID ?? `${hostname()}-${process.pid}` };
}
