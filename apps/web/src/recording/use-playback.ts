"use client";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useTextOf } from "~/i18n/enum-label.ts";

export const SPEEDS: readonly number[] = [0.75, 1, 1.25, 1.5, 2];

interface Which {
  readonly recordingId: string;
  readonly tenantId: string | undefined;
  readonly durationMs: number | null;
  /** What is said when no better reason is known. */
  readonly notPlayable: string;
}

export interface Playback {
  readonly audio: RefObject<HTMLAudioElement | null>;
  /** Set once somebody has asked to listen; ranges of it are one line of the audit log. */
  readonly source: string | null;
  readonly playing: boolean;
  readonly busy: boolean;
  readonly failure: string | null;
  /** Seconds. */
  readonly at: number;
  readonly seconds: number;
  readonly speed: number;
  toggle(): void;
  seek(seconds: number): void;
  /** The next faster (1) or slower (-1); 0: the next, and after the fastest the slowest. */
  changeSpeed(by: -1 | 0 | 1): void;
  /** To be given to the audio element. */
  readonly listeners: {
    onPlay(): void;
    onPause(): void;
    onEnded(): void;
    onCanPlay(): void;
    onError(): void;
    onTimeUpdate(): void;
    onLoadedMetadata(): void;
  };
}

/** A recording's address; null as opening: without one. */
function addressOf({ recordingId, tenantId }: Pick<Which, "recordingId" | "tenantId">, opening: string): string {
  const search = new URLSearchParams({ opening, ...(tenantId ? { tenantId } : {}) });
  return `/api/recordings/${recordingId}?${search}`;
}

/** Plays by ranges: a long recording begins at once, and a jump loads what is jumped to. */
export function usePlayback({ recordingId, tenantId, durationMs, notPlayable }: Which): Playback {
  const textOf = useTextOf();
  const audio = useRef<HTMLAudioElement>(null);
  const [source, setSource] = useState<string | null>(null);
  const [playing, setPlaying] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const [seconds, setSeconds] = useState((durationMs ?? 0) / 1000);
  const [speed, setSpeed] = useState(1);

  // Time updates come four times a second; the line of a playing recording moves with the picture.
  useEffect(() => {
    if (!playing) return;
    let frame = requestAnimationFrame(function move() {
      if (audio.current) setAt(audio.current.currentTime);
      frame = requestAnimationFrame(move);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing]);

  const toggle = useCallback((): void => {
    const element = audio.current;
    if (source === null || failure !== null) {
      setFailure(null);
      setBusy(true);
      setSource(addressOf({ recordingId, tenantId }, crypto.randomUUID()));
      return;
    }
    if (!element) return;
    if (element.paused) void element.play().catch(() => undefined);
    else element.pause();
  }, [source, failure, recordingId, tenantId]);

  const fail = useCallback(async (): Promise<void> => {
    setBusy(false);
    setPlaying(false);
    // The element does not say why; asked for one byte, the server does.
    const response =
      source === null ? null : await fetch(source, { headers: { range: "bytes=0-0" } }).catch(() => null);
    const body: unknown = response?.ok ? null : await response?.json().catch(() => null);
    const code = response ? (/"code":"(\w+)"/.exec(JSON.stringify(body))?.[1] ?? "") : "OFFLINE";
    setFailure(textOf(`errors.${code}`) ?? notPlayable);
  }, [source, textOf, notPlayable]);

  const seek = (to: number): void => {
    const wanted = Math.max(0, Math.min(seconds, to));
    if (audio.current) audio.current.currentTime = wanted;
    setAt(wanted);
  };
  const changeSpeed = (by: -1 | 0 | 1): void => {
    const now = SPEEDS.indexOf(speed);
    const next = by === 0 ? (now + 1) % SPEEDS.length : Math.max(0, Math.min(SPEEDS.length - 1, now + by));
    const chosen = SPEEDS[next] ?? 1;
    setSpeed(chosen);
    if (audio.current) audio.current.playbackRate = chosen;
  };
  return {
    ...{ audio, source, playing, busy, failure, at, seconds, speed, toggle, seek, changeSpeed },
    listeners: {
      onPlay: () => setPlaying(true),
      onPause: () => setPlaying(false),
      onEnded: () => setPlaying(false),
      onCanPlay: () => setBusy(false),
      onError: () => void fail(),
      onTimeUpdate: () => setAt(audio.current?.currentTime ?? 0),
      onLoadedMetadata: () => {
        const element = audio.current;
        if (!element) return;
        if (Number.isFinite(element.duration)) setSeconds(element.duration);
        element.playbackRate = speed;
        // Somebody chose a place before anything was loaded.
        if (at > 0) element.currentTime = at;
      },
    },
  };
}
