"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MessageSquareText, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { PlayerHandle } from "~/recording/player.tsx";
import type { Mark } from "~/recording/waveform.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button, IconButton } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Input } from "~/ui/form.tsx";
import { clock } from "~/ui/format.tsx";
import { useWord } from "~/workspace/words.ts";

export type RecordingView = RouterOutputs["recordings"]["get"];

function keysOf(data: unknown): string {
  if (typeof data !== "object" || data === null) return "";
  const record = data as Readonly<Record<string, unknown>>;
  const digits = record.digits ?? record.digit;
  return typeof digits === "string" ? ` ${digits}` : "";
}

/** What happened in the call and what people noted, in the order of time. */
export function useMarks(
  recording: RecordingView | undefined,
): readonly (Mark & { noteId?: string; mine?: boolean })[] {
  const word = useWord();
  return useMemo(() => {
    if (!recording) return [];
    const events = recording.events
      // Its beginning needs no mark, and what is noted afterwards is of no moment of it.
      .filter(({ type, atMs }) => !(type === "joined" && atMs < 500) && type !== "disposed")
      .map(({ id, atMs, type, data }) => ({
        ...{ key: id, atMs, kind: "event" as const },
        label: `${word("callEvent", type)}${keysOf(data)}`,
      }));
    const notes = recording.marks.map(({ id, atMs, text, by, mine }) => ({
      ...{ key: id, noteId: id, atMs, kind: "note" as const, mine },
      label: `${text} (${by})`,
    }));
    return [...events, ...notes].sort((a, b) => a.atMs - b.atMs);
  }, [recording, word]);
}

interface MarkListProps {
  readonly recording: RecordingView;
  readonly player: RefObject<PlayerHandle | null>;
}

/** The marks as a list; "n" notes something at the moment that is played. */
export function MarkList({ recording, player }: MarkListProps) {
  const t = useTranslations("quality.recordings");
  const marks = useMarks(recording);
  return (
    <div className="flex flex-col gap-2">
      {recording.mayNote ? <NewNote recording={recording} player={player} /> : null}
      {marks.length === 0 ? <p className="text-xs text-faint">{t("noMarks")}</p> : null}
      <ul className="flex flex-col divide-y rounded-md border text-sm empty:hidden">
        {marks.map(({ key, atMs, label, kind, noteId, mine }) => (
          <li key={key} className="flex min-h-9 items-center gap-3 px-3 py-1">
            <button
              type="button"
              className="tabular w-11 shrink-0 rounded-sm text-left text-xs text-accent hover:underline"
              aria-label={t("goTo", { time: clock(atMs) })}
              onClick={() => player.current?.seek(atMs / 1000)}
            >
              {clock(atMs)}
            </button>
            <span className={cx("min-w-0 flex-1", kind === "event" && "text-muted")}>
              {kind === "note" ? <MessageSquareText aria-hidden className="mr-1.5 inline size-3.5 text-warn" /> : null}
              {label}
            </span>
            {noteId && mine ? <RemoveNote noteId={noteId} recordingId={recording.id} /> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function NewNote({ recording, player }: MarkListProps) {
  const t = useTranslations("quality.recordings");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [atMs, setAtMs] = useState(0);
  const note = useMutation(
    trpc.recordings.note.mutationOptions({
      onSuccess: () => {
        setText("");
        field.current?.blur();
        void queryClient.invalidateQueries({ queryKey: trpc.recordings.get.queryKey({ recordingId: recording.id }) });
      },
    }),
  );
  useEffect(() => {
    const jump = (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.key !== "n" || event.ctrlKey || event.metaKey || target?.closest("input:not([type=range]),textarea"))
        return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener("keydown", jump);
    return () => window.removeEventListener("keydown", jump);
  }, []);
  return (
    <form
      className="flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) note.mutate({ recordingId: recording.id, atMs, text: text.trim() });
      }}
    >
      <span className="tabular w-11 shrink-0 pl-3 text-xs text-muted">{clock(atMs)}</span>
      <Input
        ref={field}
        aria-label={t("note")}
        placeholder={t("noteHint")}
        value={text}
        maxLength={500}
        // The moment is the one at which somebody began to write.
        onFocus={() => setAtMs(Math.min(Math.round((player.current?.at() ?? 0) * 1000), recording.durationMs ?? 0))}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          event.currentTarget.blur();
        }}
        className="h-8"
      />
      <Button type="submit" size="sm" busy={note.isPending} disabled={!text.trim()}>
        {t("addNote")}
      </Button>
    </form>
  );
}

function RemoveNote({ noteId, recordingId }: { noteId: string; recordingId: string }) {
  const t = useTranslations("quality.recordings");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.recordings.removeNote.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: trpc.recordings.get.queryKey({ recordingId }) }),
    }),
  );
  return (
    <IconButton
      size="sm"
      label={t("removeNote")}
      icon={<Trash2 aria-hidden />}
      disabled={remove.isPending}
      onClick={() => remove.mutate({ noteId })}
    />
  );
}
