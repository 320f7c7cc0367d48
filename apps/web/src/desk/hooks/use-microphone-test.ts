"use client";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { createLevelReader } from "../softphone/level.ts";
import { getMicrophone, stopStream } from "../softphone/microphone.ts";
import type { Softphone } from "../softphone/softphone.ts";

const RECORD_MS = 3_000;

interface TestInput {
  readonly phone: Softphone | null;
  readonly input: string | null;
  readonly output: string | null;
  /** The meter; its first child is scaled. */
  readonly bar: RefObject<HTMLDivElement | null>;
}

/**
 * Shows how loud the microphone is while the menu is open, and plays back what it records: one after the other, so that
 * the loudspeaker never reaches the microphone and no echo can build up.
 */
export function useMicrophoneTest({ phone, input, output, bar }: TestInput) {
  const [state, setState] = useState<"idle" | "testing" | "playing">("idle");
  const stream = useRef<MediaStream | null>(null);
  const stopTest = useRef<() => void>(() => {});

  useEffect(() => {
    let own: MediaStream | null = null;
    let frame = 0;
    let closed = false;
    let close = (): void => {};
    const listen = (heard: MediaStream): void => {
      stream.current = heard;
      const reader = createLevelReader(heard);
      close = reader.close;
      const draw = (): void => {
        const level = reader.read();
        const fill = bar.current?.firstElementChild;
        if (fill instanceof HTMLElement) fill.style.transform = `scaleX(${level.toFixed(3)})`;
        frame = requestAnimationFrame(draw);
      };
      draw();
    };
    const ofPhone = phone?.microphone();
    if (ofPhone?.active) listen(ofPhone);
    else
      void getMicrophone(input).then((result) => {
        if (!result.ok) return;
        if (closed) return stopStream(result.stream);
        own = result.stream;
        listen(own);
      });
    return () => {
      closed = true;
      cancelAnimationFrame(frame);
      stopTest.current();
      close();
      stopStream(own);
      stream.current = null;
    };
  }, [phone, input, bar]);

  const run = useCallback(async (): Promise<void> => {
    if (!stream.current) return;
    setState("testing");
    const recorded = await record(stream.current, (stop) => {
      stopTest.current = stop;
    });
    if (!recorded) return setState("idle");
    setState("playing");
    await play(recorded, output, (stop) => {
      stopTest.current = stop;
    });
    stopTest.current = () => {};
    setState("idle");
  }, [output]);
  return { state, run };
}

function record(stream: MediaStream, onStoppable: (stop: () => void) => void): Promise<Blob | null> {
  return new Promise((resolve) => {
    const recorder = new MediaRecorder(stream);
    const parts: Blob[] = [];
    const timer = setTimeout(() => recorder.stop(), RECORD_MS);
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = () => {
      clearTimeout(timer);
      resolve(parts.length > 0 ? new Blob(parts, { type: recorder.mimeType }) : null);
    };
    recorder.onerror = () => resolve(null);
    onStoppable(() => {
      if (recorder.state !== "inactive") recorder.stop();
    });
    recorder.start();
  });
}

async function play(sound: Blob, output: string | null, onStoppable: (stop: () => void) => void): Promise<void> {
  const url = URL.createObjectURL(sound);
  const audio = new Audio(url);
  if (output && "setSinkId" in audio) await audio.setSinkId(output).catch(() => {});
  await new Promise<void>((resolve) => {
    audio.onended = () => resolve();
    audio.onerror = () => resolve();
    onStoppable(() => {
      audio.pause();
      resolve();
    });
    audio.play().catch(() => resolve());
  });
  URL.revokeObjectURL(url);
}
