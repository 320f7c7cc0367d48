"use client";
import { useQueryClient } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { type Upload, uploadFile } from "~/lib/upload.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useRefusalText } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Notice } from "~/ui/layout.tsx";
import { ProgressBar } from "~/ui/status.tsx";
import { useBytes } from "./bytes.ts";

const TABLE = /\.(csv|txt|tsv|xlsx|xlsm)$/i;
/** What the server takes; said before the first byte leaves. */
const MAX_BYTES = 512 * 1024 * 1024;

/** Refusals that the same file may not meet a second time. */
const PASSING = new Set(["OFFLINE", "DATABASE_UNAVAILABLE", "UNEXPECTED"]);

type State =
  | { readonly at: "idle" }
  | { readonly at: "sending"; readonly file: File; readonly sent: number }
  | { readonly at: "failed"; readonly file: File | null; readonly why: string };

interface Parts {
  readonly listId: string;
  readonly compact: boolean;
  /** Somebody asked for it by a button that is gone now: the keyboard goes on here. */
  readonly takesFocus?: boolean;
  /** The file is there and waits to be looked at. */
  readonly onUploaded: (of: { readonly id: string; readonly fileName: string }) => void;
}

/** Takes a file by drag or choice and sends it, with the bytes that have left; the import then tells its own progress. */
export function UploadPanel({ listId, compact, takesFocus = false, onUploaded }: Parts) {
  const t = useTranslations("workspace.lists");
  const common = useTranslations("common");
  const say = useRefusalText();
  const bytes = useBytes();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const upload = useRef<Upload | null>(null);
  const [state, setState] = useState<State>({ at: "idle" });
  const [over, setOver] = useState(false);
  const choose = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) choose.current?.focus();
  }, [takesFocus]);

  const send = async (file: File): Promise<void> => {
    const { name, size } = file;
    if (!TABLE.test(name)) return setState({ at: "failed", file: null, why: t("notCsv", { name }) });
    if (size > MAX_BYTES)
      return setState({ at: "failed", file: null, why: t("tooLarge", { name, size: bytes(size), limit: "512 MB" }) });
    setState({ at: "sending", file, sent: 0 });
    const running = uploadFile(`/api/upload?listId=${listId}&hold=1`, file, (sent) =>
      setState({ at: "sending", file, sent }),
    );
    upload.current = running;
    const end = await running.done;
    upload.current = null;
    if (end.ok || end.code === "CANCELLED") setState({ at: "idle" });
    else setState({ at: "failed", file: PASSING.has(end.code) ? file : null, why: say(end) });
    if (!end.ok) return;
    onUploaded({ id: end.importId, fileName: name });
    await queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() });
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && state.at !== "sending") void send(file);
  };
  if (state.at === "sending") {
    const all = state.sent >= state.file.size;
    return (
      <div className="rounded-lg border bg-surface px-4 py-3 shadow-card">
        <div className="mb-2 flex items-center justify-between gap-4 text-sm">
          <span className="truncate font-medium">{t("uploading", { name: state.file.name })}</span>
          <span className="flex items-center gap-3">
            <span className="tabular text-xs text-muted">
              {all ? t("storing") : t("uploadBytes", { sent: bytes(state.sent), total: bytes(state.file.size) })}
            </span>
            <Button size="sm" onClick={() => upload.current?.cancel()}>
              {common("cancel")}
            </Button>
          </span>
        </div>
        <ProgressBar
          value={all ? null : state.sent}
          max={state.file.size}
          label={t("uploading", { name: state.file.name })}
        />
      </div>
    );
  }
  const failed = state.at === "failed" ? state : null;
  const again = failed?.file ?? null;
  return (
    <div className="flex flex-col gap-3">
      {failed ? (
        <Notice tone="danger">
          <div className="flex items-center justify-between gap-4">
            <span role="alert">
              <strong className="font-medium">{t("uploadFailed")}.</strong> {failed.why} {t("uploadKept")}
            </span>
            {again ? (
              <Button size="sm" onClick={() => void send(again)}>
                {t("tryAgain")}
              </Button>
            ) : null}
          </div>
        </Notice>
      ) : null}
      <section
        aria-label={t("drop")}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cx(
          "flex items-center justify-center gap-4 rounded-lg border border-dashed border-line-strong bg-surface px-6",
          "transition-colors duration-75",
          compact ? "py-4" : "flex-col py-12 text-center",
          over && "border-accent bg-accent-soft",
        )}
      >
        <FileUp
          aria-hidden
          className={cx("shrink-0 text-faint", compact ? "size-5" : "size-8", over && "text-accent")}
        />
        <div className={cx("min-w-0", compact && "flex-1")}>
          <p className="text-base font-medium">{over ? t("dropNow") : t("drop")}</p>
          <p className="text-sm text-muted">{t("dropHint")}</p>
          {compact ? null : <p className="mt-1 text-xs text-faint">{t("columnsHint")}</p>}
        </div>
        <Button ref={choose} tone={compact ? "secondary" : "primary"} onClick={() => input.current?.click()}>
          {t("chooseFile")}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv"
          aria-label={t("chooseFile")}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) void send(file);
          }}
        />
      </section>
    </div>
  );
}
