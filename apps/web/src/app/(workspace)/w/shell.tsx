"use client";
import type { ReactNode } from "react";
import type { Theme } from "~/i18n/locales.ts";
import { WORKSPACE_NAV } from "~/shell/nav.ts";
import { Shell } from "~/shell/shell.tsx";
import { FloorMark } from "~/workspace/floor/floor-mark.tsx";

/** What stands beside an item of the navigation, by its address. */
const MARKS = { "/w/floor": <FloorMark /> };

/** The navigation holds icons, which are functions: it is named here, on the browser's side. */
export function WorkspaceShell({ theme, children }: { theme: Theme; children: ReactNode }) {
  return (
    <Shell groups={WORKSPACE_NAV} theme={theme} marks={MARKS}>
      {children}
    </Shell>
  );
}
