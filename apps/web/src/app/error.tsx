"use client";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "~/ui/button.tsx";
import { ErrorState } from "~/ui/layout.tsx";

/** How often a page that waits for the database asks for itself again. */
const AGAIN_MS = 5_000;

interface Parts {
  readonly error: Error & { digest?: string };
  readonly retry: () => void;
}

/** A page that failed. What was saved before is saved. Where the database is away it comes by itself afterwards. */
export default function Failed({ error, retry }: Parts) {
  const t = useTranslations("common");
  const away = error.digest === "DATABASE_UNAVAILABLE";
  useEffect(() => {
    if (!away) return;
    const timer = setInterval(retry, AGAIN_MS);
    return () => clearInterval(timer);
  }, [away, retry]);
  return (
    <div className="mx-auto max-w-xl p-8">
      <ErrorState
        title={t(away ? "pageWaits" : "pageFailed")}
        message={away ? t("pageWaitsHint") : t("pageFailedHint", { id: error.digest ?? "—" })}
        action={<Button onClick={retry}>{t("retry")}</Button>}
      />
    </div>
  );
}
