"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";

export interface ChipsProps {
  readonly values: readonly { readonly key: string; readonly label: string }[];
  readonly onRemove: (key: string) => void;
}

/** Values that were chosen, each with a cross. */
export function Chips({ values, onRemove }: ChipsProps) {
  const t = useTranslations("segments.builder");
  return values.map(({ key, label }) => (
    <span key={key} className="inline-flex h-7 items-center gap-1 rounded-md border bg-sunken pr-1 pl-2 text-xs">
      {label}
      <button
        type="button"
        onClick={() => onRemove(key)}
        aria-label={`${t("remove")}: ${label}`}
        className="grid size-5 place-items-center rounded hover:bg-hover"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  ));
}
