import type { Floor } from "../floor.ts";

/** The PBX has written a recording: it is brought into our storage. Told twice, it is fetched once. */
export function onRecordingFinished(floor: Floor, recordingId: string, at: Date): void {
  const recording = floor.recordings.get(recordingId);
  if (!recording) return;
  floor.recordings.delete(recordingId);
  floor.parts.writes.push(`recording:${recordingId}`, () =>
    floor.parts.keepRecording({ ...recording, recordingId, endedAt: at }),
  );
}

/** A recording that began and could not go on, e.g. on a full disk. */
export function onRecordingFailed(floor: Floor, recordingId: string, failure: string, at: Date): void {
  const recording = floor.recordings.get(recordingId);
  if (!recording) return;
  floor.recordings.delete(recordingId);
  const { tenantId } = recording;
  floor.parts.log.error({ tenantId, recordingId, failure }, "recording failed");
  floor.parts.writes.push(`recording:${recordingId}`, () =>
    floor.parts.records.failRecording({ tenantId, recordingId, failure, at }),
  );
}
