"use client";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/layout.tsx";

/** Somebody else saved meanwhile: what of theirs is there now, and whether it or one's own is to stand. */
export function Conflict({
  children,
  onTheirs,
  onMine,
  busy = false,
}: {
  children: ReactNode;
  onTheirs: () => void;
  onMine: () => void;
  busy?: boolean;
}) {
  const t = useTranslations("workspace.conflict");
  return (
    <Notice tone="warn" icon={<TriangleAlert aria-hidden />}>
      <div className="flex items-center justify-between gap-4" role="alert">
        <div className="min-w-0">{children}</div>
        <span className="flex shrink-0 gap-2">
          <Button size="sm" onClick={onTheirs}>
            {t("takeTheirs")}
          </Button>
          <Button size="sm" busy={busy} onClick={onMine}>
            {t("keepMine")}
          </Button>
        </span>
      </div>
    </Notice>
  );
}
