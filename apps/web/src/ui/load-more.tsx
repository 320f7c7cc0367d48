"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "./button.tsx";

export interface LoadMoreProps {
  /** How many rows are shown. */
  readonly shown: number;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly onMore: () => void;
}

/** The foot of a long list: says how many rows are shown and fetches the next ones when it comes into sight. */
export function LoadMore({ shown, hasMore, loading, onMore }: LoadMoreProps) {
  const t = useTranslations("common");
  const foot = useRef<HTMLDivElement>(null);
  const wanted = useRef(onMore);
  wanted.current = onMore;
  useEffect(() => {
    if (!hasMore || loading || !foot.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) wanted.current();
    });
    observer.observe(foot.current);
    return () => observer.disconnect();
  }, [hasMore, loading]);
  if (shown === 0) return null;
  return (
    <div ref={foot} className="flex h-11 items-center justify-between border-t px-4 text-xs text-muted">
      <span>{t("rowsShown", { count: shown })}</span>
      {hasMore ? (
        <Button size="sm" tone="ghost" busy={loading} onClick={onMore}>
          {t("loadMore")}
        </Button>
      ) : (
        <span className="text-faint">{t("endOfList")}</span>
      )}
    </div>
  );
}
