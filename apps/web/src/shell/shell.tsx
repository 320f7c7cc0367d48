"use client";
import { Moon, Sun } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import type { Theme } from "~/i18n/locales.ts";
import { useLiveState } from "~/trpc/live.tsx";
import { cx } from "~/ui/cx.ts";
import { Link } from "~/ui/link.tsx";
import { StatusDot } from "~/ui/status.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { type Command, CommandPalette, PaletteButton } from "./command-palette.tsx";
import { Logo, Mark } from "./logo.tsx";
import { useMe } from "./me.tsx";
import { currentItem, type NavGroup, permitted } from "./nav.ts";
import { usePreferences } from "./preferences.ts";

/** Says only what is worth saying: nothing while the stream is up. */
export function LiveMark() {
  const state = useLiveState();
  const t = useTranslations("common");
  return (
    <div aria-live="polite" className="h-5 px-2 text-xs text-muted">
      {state === "lost" ? <StatusDot tone="warn">{t("liveLost")}</StatusDot> : null}
    </div>
  );
}

interface ShellProps {
  readonly groups: readonly NavGroup[];
  readonly theme: Theme;
  /** What stands beside an item of the navigation, by its address. */
  readonly marks?: Readonly<Record<string, ReactNode>>;
  readonly children: ReactNode;
}

/** Navigation at the left, the page at the right. */
export function Shell({ groups, theme, marks = {}, children }: ShellProps) {
  const me = useMe();
  const t = useTranslations("common");
  const path = usePathname();
  const { setTheme } = usePreferences();
  const shown = useMemo(() => permitted(groups, me.permissions), [groups, me.permissions]);
  const current = currentItem(shown, path);
  const commands = useMemo<Command[]>(
    () => [
      ...shown
        .flatMap((group) => group.items)
        .map((item) => ({
          id: item.key,
          label: t(`nav.${item.key}`),
          group: t("pages"),
          icon: <item.icon aria-hidden />,
          // Found by the address as well: whoever reads Chinese need not leave the Latin keyboard.
          keywords: `${item.href} ${item.key}`,
          href: item.href,
        })),
      {
        id: "light",
        label: t("theme.light"),
        group: t("appearance"),
        icon: <Sun aria-hidden />,
        run: () => setTheme("light"),
      },
      {
        id: "dark",
        label: t("theme.dark"),
        group: t("appearance"),
        icon: <Moon aria-hidden />,
        run: () => setTheme("dark"),
      },
    ],
    [shown, t, setTheme],
  );
  const place = me.workspace.kind === "tenant" ? me.workspace.name : t("operatorConsole");
  return (
    <CommandPalette commands={commands}>
      <div className="grid h-dvh grid-cols-[224px_minmax(0,1fr)]">
        <a
          href="#main"
          className="sr-only rounded-md border bg-raised text-sm font-medium shadow-pop focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:px-3 focus:py-2"
        >
          {t("skipToPage")}
        </a>
        <aside className="flex min-h-0 flex-col border-r bg-surface">
          <div className="flex items-center gap-2.5 px-4 pt-3 pb-2.5">
            <Mark className="size-7 shrink-0" />
            <div className="min-w-0 leading-tight">
              <p className="text-sm font-semibold tracking-tight">Callbay</p>
              <p className="truncate text-2xs text-muted" title={place}>
                {place}
              </p>
            </div>
          </div>
          <div className="px-3 pb-1.5">
            <PaletteButton />
          </div>
          <nav aria-label={t("mainNavigation")} className="min-h-0 flex-1 overflow-y-auto px-3 py-0.5">
            {shown.map((group) => (
              <div key={group.key ?? "top"} className="mb-1.5 roomy:mb-3">
                {group.key ? (
                  <p className="px-2 pb-0.5 text-2xs font-medium tracking-wide text-faint">
                    {t(`navGroup.${group.key}`)}
                  </p>
                ) : null}
                {group.items.map((item) => {
                  const here = item === current;
                  return (
                    <Link
                      key={item.href}
                      href={item.href}
                      aria-current={here ? "page" : undefined}
                      className={cx(
                        "flex h-6.5 items-center gap-2.5 rounded-md px-2 text-sm tall:h-7 roomy:mb-0.5 roomy:h-8",
                        here ? "bg-selected font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink",
                      )}
                    >
                      <item.icon aria-hidden className={cx("size-4", here ? "text-accent" : "text-faint")} />
                      {t(`nav.${item.key}`)}
                      {marks[item.href]}
                    </Link>
                  );
                })}
              </div>
            ))}
          </nav>
          {/* Over the end of the navigation, and nothing moves when it comes. */}
          <div className="relative">
            <div className="pointer-events-none absolute inset-x-0 bottom-0 px-3 pb-1 has-[span]:bg-surface">
              <LiveMark />
            </div>
          </div>
          <div className="grid border-t p-1.5">
            <AccountMenu theme={theme} />
          </div>
        </aside>
        <main id="main" tabIndex={-1} className="min-w-0 overflow-y-auto px-7 pt-6 pb-10 outline-none">
          <div className="mx-auto max-w-[1360px]">{children}</div>
        </main>
      </div>
    </CommandPalette>
  );
}

/** The desk has no navigation: the work is the page. */
export function DeskShell({ theme, children }: { theme: Theme; children: ReactNode }) {
  const me = useMe();
  const t = useTranslations("common");
  const place = me.workspace.kind === "tenant" ? me.workspace.name : "";
  const hasWorkspace = me.permissions.includes("campaign.read");
  return (
    <div className="grid h-dvh grid-rows-[48px_minmax(0,1fr)]">
      <header className="flex items-center gap-3 border-b bg-surface px-4">
        <Logo />
        <span className="text-line-strong">/</span>
        <span className="truncate text-sm text-muted">{place}</span>
        {/* The desk's page puts its duty controls here (portal into #desk-bar). */}
        <div id="desk-bar" className="flex min-w-0 flex-1 items-center justify-center" />
        <LiveMark />
        {hasWorkspace ? (
          <Link href="/w" className="rounded-md px-2 py-1 text-sm text-muted hover:bg-hover hover:text-ink">
            {t("toWorkspace")}
          </Link>
        ) : null}
        <AccountMenu theme={theme} compact />
      </header>
      <main id="main" className="min-h-0 overflow-hidden">
        {children}
      </main>
    </div>
  );
}
