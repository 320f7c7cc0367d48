"use client";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { cx } from "./cx.ts";
import { CONTROL } from "./form.tsx";

/** Tells what is typed a moment after the last key. "/" jumps into it. */
export function SearchField({
  onSearch,
  label,
  className,
}: {
  onSearch: (text: string) => void;
  label?: string;
  className?: string;
}) {
  const t = useTranslations("common");
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => onSearch(text.trim()), 200);
    return () => clearTimeout(timer);
  }, [text, onSearch]);
  return (
    <label className={cx("relative block w-64", className)}>
      <span className="sr-only">{label ?? t("search")}</span>
      <Search aria-hidden className="absolute top-1.5 left-2 size-4 text-faint" />
      <input
        type="search"
        value={text}
        placeholder={label ?? t("search")}
        onChange={(event) => setText(event.target.value)}
        className={cx(CONTROL, "h-7 pl-7.5 text-sm")}
      />
    </label>
  );
}
