"use client";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { Notice, PageHeader } from "~/ui/layout.tsx";
import { PaymentTable } from "~/workspace/money/payment-table.tsx";
import { SavedCard } from "~/workspace/money/saved-card.tsx";
import { Statement } from "~/workspace/money/statement.tsx";

export default function Page() {
  const t = useTranslations("workspace.money");
  const card = useSearchParams().get("card");
  return (
    <>
      <PageHeader title={t("payments")} description={t("paymentsHint")} />
      <div className="flex flex-col gap-4">
        {card === "saved" ? <Notice tone="ok">{t("cardSaved")}</Notice> : null}
        {card === "cancelled" ? <Notice tone="warn">{t("cardCancelled")}</Notice> : null}
        <SavedCard />
        <PaymentTable />
        <Statement />
      </div>
    </>
  );
}
