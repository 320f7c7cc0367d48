"use client";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { cx } from "~/ui/cx.ts";
import { CONTROL } from "~/ui/form.tsx";

/** Searched when Enter is pressed or the field is left: each search of a number is a question of its own. "/" leads here. */
export function NumberField({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const t = useTranslations("quality.recordings");
  const may = useMay();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value ?? "");
  useEffect(() => {
    const jump = (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.key !== "/" || target?.closest("input,textarea,[role=dialog]")) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener("keydown", jump);
    return () => window.removeEventListener("keydown", jump);
  }, []);
  const tell = (): void => {
    const next = text.trim() || null;
    if (next !== value) onChange(next);
  };
  const hint = t(may("contact.unmask") ? "numberWhole" : "numberMasked");
  return (
    <label className="relative block w-36 shrink-0 2xl:w-44">
      <span className="sr-only">{t("number")}</span>
      <Search aria-hidden className="absolute top-1.5 left-2 size-4 text-faint" />
      <input
        ref={field}
        type="search"
        inputMode="tel"
        value={text}
        placeholder={hint}
        title={hint}
        onChange={(event) => setText(event.target.value)}
        onBlur={tell}
        onKeyDown={(event) => event.key === "Enter" && tell()}
        className={cx(CONTROL, "h-7 pl-7.5 text-sm")}
      />
    </label>
  );
}
