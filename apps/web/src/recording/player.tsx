"use client";
import { Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTextOf } from "~/i18n/enum-label.ts";
import { Button, IconButton } from "~/ui/button.tsx";
import { clock } from "~/ui/format.tsx";
import { Notice } from "~/ui/layout.tsx";
import { peaksOf } from "./peaks.ts";

const BARS = 140;
const SPEEDS: readonly number[] = [1, 1.25, 1.5, 2];
const SKIP_SECONDS = 5;

interface Loaded {
  readonly url: string;
  readonly peaks: readonly number[];
}

class PlayerError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

async function load(recordingId: string, tenantId: string | undefined): Promise<Loaded> {
  const whose = tenantId ? `?tenantId=${tenantId}` : "";
  const response = await fetch(`/api/recordings/${recordingId}${whose}`, { cache: "no-store" });
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => null);
    const code = /"code":"(\w+)"/.exec(JSON.stringify(body))?.[1];
    throw new PlayerError(code ?? "UNEXPECTED");
  }
  const blob = await response.blob();
  const context = new OfflineAudioContext(1, 1, 8_000);
  const audio = await context.decodeAudioData(await blob.arrayBuffer()).catch(() => null);
  return { url: URL.createObjectURL(blob), peaks: audio ? peaksOf(audio.getChannelData(0), BARS) : [] };
}

interface PlayerProps {
  readonly recordingId: string;
  readonly durationMs: number | null;
  /** The operator names the client; it hears the calls that are disputed. */
  readonly tenantId?: string;
  /** Somebody has asked to listen already, by opening this. */
  readonly startsNow?: boolean;
}

/**
 * Plays a recording. It is fetched once, whole, when somebody asks to listen, since each opening is audited; seeking
 * then needs no further request. Space plays and pauses, arrows go back and on, Home and End to the ends.
 */
export function Player({ recordingId, durationMs, tenantId, startsNow = false }: PlayerProps) {
  const t = useTranslations("common.player");
  const textOf = useTextOf();
  const audio = useRef<HTMLAudioElement>(null);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [seconds, setSeconds] = useState((durationMs ?? 0) / 1000);
  const [speed, setSpeed] = useState(1);
  useEffect(() => () => void (loaded && URL.revokeObjectURL(loaded.url)), [loaded]);

  const toggle = async (): Promise<void> => {
    if (loaded) {
      if (playing) audio.current?.pause();
      else await audio.current?.play();
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      setLoaded(await load(recordingId, tenantId));
    } catch (error) {
      const code = error instanceof PlayerError ? error.code : "OFFLINE";
      setFailure(textOf(`errors.${code}`) ?? t("notPlayable"));
    } finally {
      setBusy(false);
    }
  };
  const asked = useRef(false);
  useEffect(() => {
    if (!startsNow || asked.current) return;
    asked.current = true;
    void toggle();
  });
  const seek = (to: number): void => {
    if (!audio.current) return;
    audio.current.currentTime = Math.max(0, Math.min(seconds, to));
    setAt(audio.current.currentTime);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const jump: Record<string, number> = {
      ArrowLeft: at - SKIP_SECONDS,
      ArrowRight: at + SKIP_SECONDS,
      Home: 0,
      End: seconds,
    };
    const to = jump[event.key];
    if (event.key === " " && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      void toggle();
    } else if (to !== undefined && loaded) {
      event.preventDefault();
      seek(to);
    }
  };
  const played = seconds === 0 ? 0 : at / seconds;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its keys work from each of its controls.
    <div className="rounded-md border bg-sunken px-3 py-2.5" onKeyDown={onKeyDown}>
      {failure ? (
        <div className="mb-2">
          <Notice tone="danger">
            <span role="alert">{failure}</span>
          </Notice>
        </div>
      ) : null}
      <div className="flex items-center gap-3">
        <IconButton
          tone="primary"
          label={t(playing ? "pause" : "play")}
          icon={playing ? <Pause aria-hidden /> : <Play aria-hidden />}
          disabled={busy}
          aria-busy={busy || undefined}
          onClick={() => void toggle()}
          className="rounded-full text-on-accent hover:text-on-accent"
        />
        <div className="relative h-10 min-w-0 flex-1">
          <Waveform peaks={loaded?.peaks ?? []} played={played} />
          <input
            type="range"
            aria-label={t("position")}
            aria-valuetext={`${clock(at * 1000)} / ${clock(seconds * 1000)}`}
            min={0}
            max={seconds || 1}
            step={0.1}
            value={at}
            disabled={!loaded}
            onChange={(event) => seek(Number(event.target.value))}
            className="absolute inset-0 w-full cursor-pointer opacity-0 disabled:cursor-default"
          />
        </div>
        <span className="tabular w-24 text-right text-xs text-muted">
          {clock(at * 1000)} / {clock(seconds * 1000)}
        </span>
        <Button
          size="sm"
          tone="ghost"
          className="tabular w-12"
          aria-label={t("speed", { speed })}
          onClick={() => {
            const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
            setSpeed(next);
            if (audio.current) audio.current.playbackRate = next;
          }}
        >
          {speed}×
        </Button>
      </div>
      {loaded ? (
        // biome-ignore lint/a11y/useMediaCaption: a recorded telephone call has no captions.
        <audio
          ref={audio}
          src={loaded.url}
          autoPlay
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(false)}
          onEnded={() => setPlaying(false)}
          onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
          onLoadedMetadata={(event) => {
            if (Number.isFinite(event.currentTarget.duration)) setSeconds(event.currentTarget.duration);
            event.currentTarget.playbackRate = speed;
          }}
        />
      ) : null}
    </div>
  );
}

/** Before it is loaded a quiet line holds the place. */
function Waveform({ peaks, played }: { peaks: readonly number[]; played: number }) {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${BARS} 40`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full [&_rect]:transition-colors"
    >
      {Array.from({ length: BARS }, (_, bar) => {
        const height = Math.max(1.5, (peaks[bar] ?? 0) * 36);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time.
            key={bar}
            x={bar + 0.15}
            y={20 - height / 2}
            width={0.7}
            height={height}
            className={peaks.length > 0 && bar / BARS < played ? "fill-accent" : "fill-line-strong"}
          />
        );
      })}
    </svg>
  );
}
