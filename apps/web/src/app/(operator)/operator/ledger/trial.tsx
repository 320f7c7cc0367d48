"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Notice } from "~/ui/layout.tsx";
import { Skeleton } from "~/ui/status.tsx";

/** Whether debit equals credit, said before anything else. */
export function Trial({ trial }: { trial: RouterOutputs["operator"]["ledger"]["trial"] | undefined }) {
  const t = useTranslations("finance.ledger");
  if (!trial) return <Skeleton className="h-9 rounded-md" />;
  const sum = (field: "transactions" | "entries"): number =>
    trial.currencies.reduce((total, one) => total + one[field], 0);
  if (!trial.balanced)
    return (
      <Notice tone="danger" icon={<CircleAlert aria-hidden />}>
        <p>{t("unbalanced")}</p>
        <ul className="mt-1 font-mono text-xs">
          {trial.unbalanced.map((one) => (
            <li key={`${one.transactionId} ${one.currency}`}>
              {one.transactionId} · {one.kind} · {one.currency} {String(one.sumMinor)}
            </li>
          ))}
        </ul>
      </Notice>
    );
  if (trial.currencies.length === 0) return <Notice>{t("nothingPosted")}</Notice>;
  return (
    <Notice tone="ok" icon={<CircleCheck aria-hidden />}>
      {t("balanced", { transactions: sum("transactions"), entries: sum("entries") })}
    </Notice>
  );
}
