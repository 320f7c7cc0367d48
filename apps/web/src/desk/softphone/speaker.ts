import { readDeviceChoice } from "./microphone.ts";

/** Plays what comes from the exchange on the chosen loudspeaker. */
export function createSpeaker(onBlocked: (blocked: boolean) => void) {
  const element = document.createElement("audio");
  element.autoplay = true;
  const chooseSink = async (): Promise<void> => {
    if (!("setSinkId" in element)) return;
    // A chosen loudspeaker that is unplugged: the default one plays on.
    await element.setSinkId(readDeviceChoice().output ?? "").catch(() => element.setSinkId("").catch(() => {}));
  };
  const resume = (): void => {
    element.play().then(
      () => onBlocked(false),
      // A stream that was replaced meanwhile aborts the old play: only the browser's own no is worth a word.
      (error: unknown) => onBlocked(error instanceof DOMException && error.name === "NotAllowedError"),
    );
  };
  return {
    play: (stream: MediaStream): void => {
      element.srcObject = stream;
      void chooseSink();
      resume();
    },
    /** After a click: plays what the browser held back. */
    resume,
    silence: (): void => {
      element.srcObject = null;
    },
    chooseSink,
  };
}
