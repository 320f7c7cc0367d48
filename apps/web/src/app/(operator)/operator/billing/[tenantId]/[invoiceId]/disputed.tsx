"use client";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import type { InvoiceData } from "~/invoice/invoice-view.tsx";
import { Button } from "~/ui/button.tsx";
import { Money } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Badge } from "~/ui/status.tsx";

/** What the client disputed of this invoice, and where it is answered. */
export function Disputed({ invoice }: { invoice: InvoiceData }) {
  const t = useTranslations("finance.invoice");
  const c = useTranslations("common.invoice");
  const label = useEnumLabel();
  if (invoice.disputes.length === 0) return null;
  const first = invoice.disputes.find((one) => one.resolvedAt === null);
  return (
    <Card
      flush
      title={t("disputes")}
      actions={
        first ? (
          <Button asChild size="sm" tone="primary">
            <Link href={`/operator/disputes?dispute=${first.id}`}>{t("resolveDisputes")}</Link>
          </Button>
        ) : null
      }
    >
      <ul>
        {invoice.disputes.map((one) => (
          <li key={one.id} className="flex flex-col gap-1 border-b border-line/70 px-4 py-2.5 last:border-b-0">
            <span className="flex items-center justify-between gap-3 text-sm">
              <Badge tone={one.resolution ? "neutral" : "warn"}>
                {one.resolution ? label("disputeResolution", one.resolution) : c("disputed")}
              </Badge>
              <Money minor={one.amountMinor ?? one.atStakeMinor} currency={one.currency} />
            </span>
            <span className="text-sm">{one.comment}</span>
            {one.reason ? <span className="text-xs text-muted">{one.reason}</span> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
