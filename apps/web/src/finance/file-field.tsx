"use client";
import { CircleAlert, FileText, Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, useId, useState } from "react";
import { cx } from "~/ui/cx.ts";

interface FileFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly accept: string;
  readonly file: File | null;
  readonly onFile: (file: File) => void;
  readonly error?: string | undefined;
}

/** A file, dropped or chosen; Enter and Space open the browser's own dialog. */
export function FileField({ label, hint, accept, file, onFile, error }: FileFieldProps) {
  const t = useTranslations("common.file");
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) onFile(dropped);
  };
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm font-medium">{label}</span>
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cx(
          "flex min-h-20 cursor-pointer flex-col items-center justify-center gap-1 rounded-md border border-dashed px-4 py-3 text-sm",
          "has-focus-visible:outline-2 has-focus-visible:outline-focus",
          over ? "border-accent bg-accent-soft" : "border-line-strong hover:bg-hover",
        )}
      >
        <input
          id={id}
          type="file"
          accept={accept}
          aria-label={label}
          className="sr-only"
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen) onFile(chosen);
          }}
        />
        {file ? (
          <span className="flex items-center gap-2 font-medium">
            <FileText aria-hidden className="size-4 text-faint" />
            {file.name}
            <span className="text-xs font-normal text-muted">{t("size", { kb: Math.ceil(file.size / 1024) })}</span>
          </span>
        ) : (
          <span className="flex items-center gap-2 text-muted">
            <Upload aria-hidden className="size-4 text-faint" />
            {t("drop")}
          </span>
        )}
        {hint ? <span className="text-xs text-muted">{hint}</span> : null}
      </label>
      {error ? (
        <p role="alert" className="flex items-start gap-1 text-xs text-danger">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          {error}
        </p>
      ) : null}
    </div>
  );
}
