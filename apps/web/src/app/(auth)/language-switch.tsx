"use client";
import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { applyLocale } from "~/shell/preferences.ts";
import { cx } from "~/ui/cx.ts";

const NAMES = [
  ["en", "English"],
  ["zh-CN", "简体中文"],
] as const;

export function LanguageSwitch() {
  const locale = useLocale();
  const router = useRouter();
  return (
    <div className="flex gap-1">
      {NAMES.map(([value, name]) => (
        <button
          key={value}
          type="button"
          lang={value}
          aria-pressed={value === locale}
          onClick={() => {
            applyLocale(value);
            router.refresh();
          }}
          className={cx(
            "rounded-md px-2.5 py-1 text-xs",
            value === locale ? "bg-neutral-soft font-medium text-ink" : "text-muted hover:text-ink",
          )}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
