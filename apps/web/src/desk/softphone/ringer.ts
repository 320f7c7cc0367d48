import { chime } from "./chime.ts";
import { RING_OFF, RING_SYSTEM, readDeviceChoice } from "./microphone.ts";

/** Rings once on the loudspeaker that was chosen for it; silent where none was. */
export async function ringOnce(): Promise<void> {
  const { ring } = readDeviceChoice();
  if (ring === RING_OFF) return;
  const url = URL.createObjectURL(new Blob([chime()], { type: "audio/wav" }));
  const audio = new Audio(url);
  audio.onended = () => URL.revokeObjectURL(url);
  // A chosen loudspeaker that is unplugged: the default one rings.
  if (ring !== RING_SYSTEM && "setSinkId" in audio) await audio.setSinkId(ring).catch(() => {});
  // The browser wants a click before sound, or the page goes: the call is on the screen all the same.
  await audio.play().catch(() => URL.revokeObjectURL(url));
}
