"use client";
import type { ReactNode } from "react";
import type { Theme } from "~/i18n/locales.ts";
import { OPERATOR_NAV } from "~/shell/nav.ts";
import { Shell } from "~/shell/shell.tsx";

/** The navigation holds icons, which are functions: it is named here, on the browser's side. */
export function OperatorShell({ theme, children }: { theme: Theme; children: ReactNode }) {
  return (
    <Shell groups={OPERATOR_NAV} theme={theme}>
      {children}
    </Shell>
  );
}
