"use client";
import { useQuery } from "@tanstack/react-query";
import { Download, Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { useMay } from "~/shell/me.tsx";
import { Button, IconButton } from "~/ui/button.tsx";
import { clock } from "~/ui/format.tsx";
import { Notice } from "~/ui/layout.tsx";
import { usePlayback } from "./use-playback.ts";
import { type Mark, MarkLines, Waveform } from "./waveform.tsx";

const SKIP_SECONDS = 5;
const STEP_SECONDS = 1;

interface Wave {
  readonly channels: readonly (readonly number[])[];
}

/** Its drawing; a recording that cannot be drawn can still be heard. */
async function waveOf(recordingId: string, tenantId: string | undefined): Promise<Wave> {
  const response = await fetch(`/api/recordings/${recordingId}/wave${tenantId ? `?tenantId=${tenantId}` : ""}`);
  const body: unknown = response.ok ? await response.json() : null;
  return typeof body === "object" && body !== null && "channels" in body ? (body as Wave) : { channels: [] };
}

/** What a page may do with the player on it. */
export interface PlayerHandle {
  /** Seconds from the beginning. */
  at(): number;
  seek(seconds: number): void;
  toggle(): void;
}

interface PlayerProps {
  readonly recordingId: string;
  readonly durationMs: number | null;
  /** The operator names the client; it hears the calls that are disputed. */
  readonly tenantId?: string;
  /** Somebody has asked to listen already, by opening this. */
  readonly startsNow?: boolean;
  readonly marks?: readonly Mark[];
  readonly handle?: Ref<PlayerHandle>;
  /** Its keys work wherever the focus is, but in a field. */
  readonly ownsKeys?: boolean;
}

/**
 * Plays a recording, by ranges, from when somebody asks to listen; each such opening is audited once. Space plays and
 * pauses, arrows go five seconds back and on (with Shift one), Home and End to the ends, < and > change the speed.
 */
export function Player(props: PlayerProps) {
  const { recordingId, durationMs, tenantId, startsNow = false, marks = [], handle, ownsKeys = false } = props;
  const t = useTranslations("common.player");
  const may = useMay();
  const playback = usePlayback({ recordingId, tenantId, durationMs, notPlayable: t("notPlayable") });
  const { audio, source, playing, busy, failure, at, seconds, speed, toggle, seek, changeSpeed } = playback;
  const wave = useQuery({
    queryKey: ["recording-wave", recordingId, tenantId],
    queryFn: () => waveOf(recordingId, tenantId),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const asked = useRef(false);
  useEffect(() => {
    if (!startsNow || asked.current) return;
    asked.current = true;
    toggle();
  });
  // What opens over a page focuses its cross, which Space would press.
  const slider = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (ownsKeys) slider.current?.focus({ preventScroll: true });
  }, [ownsKeys]);
  useImperativeHandle(handle, () => ({ at: () => audio.current?.currentTime ?? at, seek, toggle }));

  const onKey = (event: Pick<KeyboardEvent, "key" | "shiftKey" | "preventDefault">): void => {
    const skip = event.shiftKey ? STEP_SECONDS : SKIP_SECONDS;
    const to: Record<string, number> = { ArrowLeft: at - skip, ArrowRight: at + skip, Home: 0, End: seconds };
    const wanted = to[event.key];
    if (event.key === " ") toggle();
    else if (event.key === "<" || event.key === ",") changeSpeed(-1);
    else if (event.key === ">" || event.key === ".") changeSpeed(1);
    else if (wanted !== undefined) seek(wanted);
    else return;
    event.preventDefault();
  };
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    if (!ownsKeys) return;
    const listen = (event: globalThis.KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      // What somebody types is theirs; of buttons and rows, so are the keys that press and move them.
      if (target?.closest("input:not([type=range]),textarea,select,[contenteditable],[role=combobox],[role=option]"))
        return;
      if (event.key === " " && target?.closest("button,a,[role=checkbox],[role=switch],[role=tab],[role=radio]"))
        return;
      if (event.key.startsWith("Arrow") && target?.closest("[role=tab],[role=radio],[role=menuitem]")) return;
      latest.current(event);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [ownsKeys]);

  const played = seconds === 0 ? 0 : at / seconds;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its keys work from each of its controls.
    <div
      className="rounded-md border bg-sunken px-3 py-2.5"
      onKeyDown={(event) => {
        if (ownsKeys || (event.key === " " && !(event.target instanceof HTMLInputElement))) return;
        onKey(event);
      }}
    >
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
          disabled={busy && !playing}
          aria-busy={busy || undefined}
          onClick={toggle}
          className="rounded-full text-on-accent hover:text-on-accent"
        />
        <div className="relative h-10 min-w-0 flex-1 rounded-sm outline-offset-2 has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-focus">
          <Waveform channels={wave.data?.channels ?? []} played={played} />
          <input
            ref={slider}
            type="range"
            aria-label={t("position")}
            aria-valuetext={`${clock(at * 1000)} / ${clock(seconds * 1000)}`}
            min={0}
            max={seconds || 1}
            step={0.1}
            value={at}
            onChange={(event) => seek(Number(event.target.value))}
            className="absolute inset-0 w-full cursor-pointer opacity-0"
          />
          <span
            aria-hidden
            style={{ left: `${played * 100}%` }}
            className="pointer-events-none absolute inset-y-0 w-px bg-accent"
          />
          <MarkLines marks={marks} totalMs={seconds * 1000} onSeek={seek} />
        </div>
        <span className="tabular shrink-0 text-xs text-muted">
          {clock(at * 1000)} / {clock(seconds * 1000)}
        </span>
        <Button
          size="sm"
          tone="ghost"
          className="tabular -mx-2 w-11 px-0"
          aria-label={t("speed", { speed })}
          onClick={() => changeSpeed(0)}
        >
          {speed}×
        </Button>
        {tenantId === undefined && may("recording.download") ? (
          <Button asChild size="sm" tone="ghost" className="-mr-1 px-1.5">
            <a
              href={`/api/recordings/${recordingId}?download=1`}
              download
              aria-label={t("download")}
              title={t("download")}
            >
              <Download aria-hidden />
            </a>
          </Button>
        ) : null}
      </div>
      {source ? <audio ref={audio} src={source} autoPlay preload="auto" {...playback.listeners} /> : null}
    </div>
  );
}
