"use client";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { later, useLater } from "~/ui/later.ts";
import { Kbd } from "~/ui/status.tsx";

const paletteCode = later(() => import("./palette.tsx"));

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly icon?: ReactNode;
  /** More words to be found by. */
  readonly keywords?: string;
  readonly href?: string;
  readonly run?: () => void;
}

interface Registry {
  add(commands: readonly Command[]): () => void;
}
const RegistryContext = createContext<Registry | null>(null);

/** Offers commands in the palette for as long as a page shows; keep `commands` stable with useMemo. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useContext(RegistryContext);
  useEffect(() => registry?.add(commands), [registry, commands]);
}

/** Ctrl/⌘ K: every page and action by typing a part of its name. */
export function CommandPalette({ commands, children }: { commands: readonly Command[]; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const Palette = useLater(paletteCode, open);
  const [extra, setExtra] = useState<readonly (readonly Command[])[]>([]);
  const registry = useMemo<Registry>(
    () => ({
      add: (more) => {
        setExtra((before) => [...before, more]);
        return () => setExtra((before) => before.filter((one) => one !== more));
      },
    }),
    [],
  );
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <RegistryContext value={registry}>
      <OpenContext value={() => setOpen(true)}>{children}</OpenContext>
      {Palette ? <Palette commands={[...extra.flat(), ...commands]} onClose={() => setOpen(false)} /> : null}
    </RegistryContext>
  );
}

const OpenContext = createContext<() => void>(() => {});

/** The field in the shell that opens the palette, for those who do not know the keys yet. */
export function PaletteButton() {
  const t = useTranslations("common");
  const open = useContext(OpenContext);
  return (
    <button
      type="button"
      onClick={open}
      className="flex h-8 w-full items-center gap-2 rounded-md border bg-canvas px-2.5 text-sm text-muted hover:border-line-strong"
    >
      <Search aria-hidden className="size-3.5" />
      <span className="flex-1 truncate text-left">{t("goTo")}</span>
      <Kbd>Ctrl K</Kbd>
    </button>
  );
}
