import { nameMediaFailure } from "./media-errors.ts";
import type { MediaFailure } from "./types.ts";

export type MicrophoneResult =
  | { readonly ok: true; readonly stream: MediaStream }
  | { readonly ok: false; readonly failure: MediaFailure };

/** Asks for the microphone; a chosen device that is not plugged in gives way to the default one. */
export async function getMicrophone(deviceId: string | null): Promise<MicrophoneResult> {
  const mediaDevices = "mediaDevices" in navigator ? navigator.mediaDevices : undefined;
  try {
    if (!mediaDevices) throw new TypeError("no mediaDevices");
    const stream = await mediaDevices.getUserMedia({
      audio: {
        ...(deviceId ? { deviceId: { ideal: deviceId } } : {}),
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      },
    });
    return { ok: true, stream };
  } catch (error) {
    const surroundings = { isSecure: window.isSecureContext, hasMediaDevices: mediaDevices !== undefined };
    return { ok: false, failure: nameMediaFailure(error, surroundings) };
  }
}

export function stopStream(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

export interface AudioDevice {
  readonly id: string;
  readonly label: string;
}

export interface AudioDevices {
  readonly inputs: readonly AudioDevice[];
  readonly outputs: readonly AudioDevice[];
}

/** The devices there are; their names are empty until a microphone was allowed once. */
export async function listAudioDevices(): Promise<AudioDevices> {
  if (!("mediaDevices" in navigator)) return { inputs: [], outputs: [] };
  const found = await navigator.mediaDevices.enumerateDevices();
  const of = (kind: MediaDeviceKind): AudioDevice[] =>
    found
      .filter((device) => device.kind === kind && device.deviceId !== "")
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { inputs: of("audioinput"), outputs: of("audiooutput") };
}

export interface DeviceChoice {
  readonly input: string | null;
  readonly output: string | null;
  /** Where it rings when a call comes: a device's id, RING_SYSTEM or RING_OFF. */
  readonly ring: string;
}

/** No ringing: calls come on the headset by themselves. */
export const RING_OFF = "off";
export const RING_SYSTEM = "system";
const NOTHING_CHOSEN: DeviceChoice = { input: null, output: null, ring: RING_OFF };

const KEY = "callbay.desk.devices";

/** What was chosen on this machine; devices are of the machine, not of the person. */
export function readDeviceChoice(): DeviceChoice {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return NOTHING_CHOSEN;
    const text = (key: string): string | null => {
      const value: unknown = Reflect.get(kept, key);
      return typeof value === "string" ? value : null;
    };
    return { input: text("input"), output: text("output"), ring: text("ring") ?? RING_OFF };
  } catch {
    return NOTHING_CHOSEN;
  }
}

export function keepDeviceChoice(choice: DeviceChoice): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choice));
  } catch {
    // A browser without storage forgets the choice; nothing else depends on it.
  }
}
