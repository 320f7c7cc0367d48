import { peakMeter } from "@callbay/domain/recording/peaks";
import { readWavHeader } from "@callbay/domain/recording/wav";
import type { VerbContext } from "../context.ts";
import { operatorQuery, systemVerb, tenantQuery, z } from "../verb.ts";
import { requireDisputed } from "./open.ts";
import { requireWithin } from "./reach.ts";
import { loadStored, type OpenedRecording } from "./stored.ts";

/** How loud a recording is, by channel; values from 0 to 255, in equal parts from its beginning to its end. */
export interface Wave {
  readonly channels: readonly (readonly number[])[];
}

/** The head of a file, before its samples; recorders write less than a hundred bytes. */
const HEAD_BYTES = 4_096;

interface Known {
  readonly wave: Wave | null;
  readonly opened: OpenedRecording;
}

const find = tenantQuery({
  name: "recording.wave",
  permission: "recording.play",
  input: z.strictObject({ recordingId: z.uuid() }),
  run: async (unit, { recordingId }): Promise<Known> => {
    await requireWithin(unit, recordingId);
    return known(unit, unit.tenantId, recordingId);
  },
});

const findDisputed = operatorQuery({
  name: "dispute.recordingWave",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), recordingId: z.uuid() }),
  run: async (unit, { tenantId, recordingId }): Promise<Known> => {
    await requireDisputed(unit.tx, tenantId, recordingId);
    return known(unit, tenantId, recordingId);
  },
});

const keep = systemVerb({
  name: "recording.keep_wave",
  input: z.object({
    tenantId: z.uuid(),
    recordingId: z.uuid(),
    channels: z.int().min(1).max(8),
    peaks: z.instanceof(Uint8Array),
  }),
  run: async ({ tx, now }, { tenantId, recordingId, channels, peaks }) => {
    const data = { tenantId, recordingId, channels, peaks: new Uint8Array(peaks), createdAt: now };
    await tx.recordingWave.createMany({ data, skipDuplicates: true });
  },
});

async function known(
  { tx, deps }: Pick<Parameters<typeof loadStored>[1], "deps"> & { readonly tx: Parameters<typeof loadStored>[0] },
  tenantId: string,
  recordingId: string,
): Promise<Known> {
  const { opened } = await loadStored(tx, { tenantId, recordingId, deps });
  const row = await tx.recordingWave.findUnique({ where: { tenantId_recordingId: { tenantId, recordingId } } });
  return { wave: row && presentWave(row), opened };
}

function presentWave({ channels, peaks }: { readonly channels: number; readonly peaks: Uint8Array }): Wave {
  const parts = peaks.length / channels;
  return {
    channels: Array.from({ length: channels }, (_, at) => [...peaks.subarray(at * parts, (at + 1) * parts)]),
  };
}

/**
 * The drawing of a recording: computed from its file when somebody asks first, and kept beside it. It is no listening:
 * nothing of what was said can be read out of it. The operator names the client, for calls that are disputed.
 *
 * @returns null when its file is lost or is no PCM.
 */
export async function recordingWave(
  ctx: VerbContext,
  { recordingId, tenantId }: { readonly recordingId: string; readonly tenantId: string | null },
): Promise<Wave | null> {
  const owner = ctx.actor.kind === "tenant" ? ctx.actor.tenantId : (tenantId ?? "");
  const { wave, opened } =
    ctx.actor.kind === "tenant"
      ? await find(ctx, { recordingId })
      : await findDisputed(ctx, { tenantId: owner, recordingId });
  if (wave) return wave;
  const size = await opened.size();
  const peaks = size === null ? null : await measure(opened, size);
  if (!peaks) return null;
  const all = new Uint8Array(Buffer.concat(peaks));
  const system: VerbContext = { ...ctx, actor: { kind: "system", name: "recording wave" } };
  await keep(system, { tenantId: owner, recordingId, channels: peaks.length, peaks: all });
  return presentWave({ channels: peaks.length, peaks: all });
}

/** Reads a file once, piece by piece, whatever its length. */
async function measure(opened: OpenedRecording, size: number): Promise<Uint8Array[] | null> {
  if (size === 0) return null;
  const head: Uint8Array[] = [];
  for await (const piece of opened.read({ start: 0, end: Math.min(size, HEAD_BYTES) - 1 })) head.push(piece);
  const format = readWavHeader(Buffer.concat(head));
  if (!format) return null;
  const { channels, dataStart } = format;
  const bytes = Math.min(format.dataBytes, size - dataStart);
  const frames = Math.floor(bytes / (2 * channels));
  const meter = peakMeter({ channels, frames });
  if (frames === 0) return meter.peaks();
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of opened.read({ start: dataStart, end: dataStart + frames * channels * 2 - 1 })) {
    const bytesNow = Buffer.concat([rest, piece]);
    const even = bytesNow.length - (bytesNow.length % 2);
    // A copy: samples lie at even places of their own memory, pieces of a stream anywhere.
    const samples = new Int16Array(even / 2);
    for (let at = 0; at < samples.length; at++) samples[at] = bytesNow.readInt16LE(at * 2);
    meter.add(samples);
    rest = bytesNow.subarray(even);
  }
  return meter.peaks();
}
