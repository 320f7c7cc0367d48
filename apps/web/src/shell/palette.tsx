"use client";
import { CornerDownLeft, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { cx } from "~/ui/cx.ts";
import { Kbd } from "~/ui/status.tsx";
import type { Command } from "./command-palette.tsx";

/** The palette while it is open; command-palette.tsx shows it. */
export default function Palette({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-[rgb(8_12_16/0.35)]" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-50 w-[36rem] -translate-x-1/2 animate-fade-in overflow-hidden rounded-xl border bg-raised shadow-pop"
        >
          <List commands={commands} onDone={onClose} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function List({ commands, onDone }: { commands: readonly Command[]; onDone: () => void }) {
  const t = useTranslations("common");
  const router = useRouter();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return commands.filter((command) => {
      const text = `${command.label} ${command.group} ${command.keywords ?? ""}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [commands, query]);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  });

  const run = (command: Command | undefined): void => {
    if (!command) return;
    onDone();
    if (command.run) command.run();
    else if (command.href) router.push(command.href);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive((active + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(found[active]);
    }
  };
  return (
    <>
      <Radix.Title className="sr-only">{t("goTo")}</Radix.Title>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search aria-hidden className="size-4 text-faint" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette was opened to type into this field.
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={found[active] ? `palette-${found[active].id}` : undefined}
          aria-label={t("goTo")}
          placeholder={t("goToPlaceholder")}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 flex-1 bg-transparent text-base outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <div
        id="palette-list"
        ref={list}
        role="listbox"
        aria-label={t("goTo")}
        className="max-h-96 overflow-y-auto p-1.5"
      >
        {found.length === 0 ? <p className="px-3 py-6 text-center text-sm text-muted">{t("nothingFound")}</p> : null}
        {found.map((command, index) => (
          <div
            key={command.id}
            id={`palette-${command.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onClick={() => run(command)}
            onKeyDown={onKeyDown}
            onMouseMove={() => setActive(index)}
            className={cx(
              "flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm [&_svg]:size-4 [&_svg]:text-faint",
              index === active && "bg-hover",
            )}
          >
            {command.icon}
            <span className="flex-1 truncate">{command.label}</span>
            <span className="text-xs text-faint">{command.group}</span>
            {index === active ? <CornerDownLeft aria-hidden /> : <span className="w-4" />}
          </div>
        ))}
      </div>
    </>
  );
}
