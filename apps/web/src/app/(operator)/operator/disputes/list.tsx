"use client";
import { amountText } from "@callbay/domain/money";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMessageText } from "~/i18n/message-text.ts";
import { toCsv } from "~/lib/csv.ts";
import { downloadText } from "~/lib/download.ts";
import { IconButton } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Ago, Money } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { Skeleton } from "~/ui/status.tsx";
import type { Dispute } from "./page.tsx";

interface DisputeListProps {
  readonly items: readonly Dispute[] | undefined;
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
}

/** Who disputes what, the longest waiting first. */
export function DisputeList({ items, chosenId, onChoose }: DisputeListProps) {
  const t = useTranslations("finance.disputes");
  const c = useTranslations("common");
  const say = useMessageText();
  const download = (): void =>
    downloadText(
      "disputes.csv",
      toCsv(
        [t("client"), t("invoice"), t("line", { number: "" }), t("atStake"), "", t("opened"), t("answer"), t("reason")],
        (items ?? []).map((one) => [
          one.tenantName,
          one.invoiceNumber ?? `${one.periodFrom}/${one.periodTo}`,
          one.position + 1,
          amountText(one.atStakeMinor, one.currency),
          one.comment,
          one.openedAt.toISOString(),
          one.resolution,
          one.reason,
        ]),
      ),
    );
  return (
    <Card
      flush
      title={t("list")}
      actions={
        <IconButton
          size="sm"
          label={c("exportCsv")}
          icon={<Download aria-hidden />}
          disabled={!items?.length}
          onClick={download}
        />
      }
    >
      <ul className="max-h-[calc(100dvh-16rem)] overflow-y-auto">
        {items?.map((one) => (
          <li key={one.id} className="border-b border-line/70 last:border-b-0">
            <button
              type="button"
              aria-current={one.id === chosenId ? "true" : undefined}
              onClick={() => onChoose(one.id)}
              className={cx(
                "flex w-full flex-col gap-0.5 px-4 py-2.5 text-left -outline-offset-2",
                one.id === chosenId ? "bg-selected" : "hover:bg-hover",
              )}
            >
              <span className="flex w-full items-baseline justify-between gap-3">
                <span className="truncate text-sm font-medium">{one.tenantName}</span>
                <Money minor={one.atStakeMinor} currency={one.currency} className="text-sm" />
              </span>
              <span className="w-full truncate text-xs text-muted">
                {say(one.description)} · {one.usageId ? t("oneCall") : t("wholeLine")}
              </span>
              <span className="flex w-full items-baseline justify-between gap-3 text-xs text-faint">
                <span className="truncate">{one.comment}</span>
                <Ago at={one.resolvedAt ?? one.openedAt} />
              </span>
            </button>
          </li>
        )) ?? (
          <li className="flex flex-col gap-4 p-4">
            <Skeleton className="h-12" />
            <Skeleton className="h-12" />
          </li>
        )}
      </ul>
    </Card>
  );
}
