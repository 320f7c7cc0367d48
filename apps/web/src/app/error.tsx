"use client";
import { useTranslations } from "next-intl";
import { Button } from "~/ui/button.tsx";
import { ErrorState } from "~/ui/layout.tsx";

/** A page that failed. What was saved before is saved. */
export default function Failed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("common");
  return (
    <div className="mx-auto max-w-xl p-8">
      <ErrorState
        title={t("pageFailed")}
        message={t("pageFailedHint", { id: error.digest ?? "—" })}
        action={<Button onClick={reset}>{t("retry")}</Button>}
      />
    </div>
  );
}
