import { z } from "zod";
import type { LineQuality } from "./line-quality.ts";

const seconds = z.int().min(0).max(86_400);
const figure = z.strictObject({ mean: z.number().min(0).max(1e6), worst: z.number().min(0).max(1e6) });

/** What a browser may say of a line. */
export const lineQualitySchema: z.ZodType<LineQuality> = z.strictObject({
  seconds: seconds.min(1),
  fairSeconds: seconds,
  poorSeconds: seconds,
  silentSeconds: seconds,
  lossPercent: figure,
  jitterMs: figure,
  roundTripMs: figure.nullable(),
});
