"use client";
import { useQuery } from "@tanstack/react-query";
import { Download, Plus, Scale } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PriceInWords } from "~/contract/terms-view.tsx";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMessageText } from "~/i18n/message-text.ts";
import { toCsv } from "~/lib/csv.ts";
import { downloadText } from "~/lib/download.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button, IconButton } from "~/ui/button.tsx";
import { DateTime, Day } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton } from "~/ui/status.tsx";
import { AddCosts } from "./add-costs.tsx";

/** What resources cost, sheet by sheet, in words. */
export function CostSheets() {
  const t = useTranslations("finance.costs");
  const c = useTranslations("common");
  const say = useMessageText();
  const label = useEnumLabel();
  const may = useMay()("platform.cost.write");
  const trpc = useTRPC();
  const [adding, setAdding] = useState(false);
  const query = useQuery(trpc.operator.costs.list.queryOptions({}));
  const items = query.data?.items;
  const add = may ? (
    <Button tone="primary" size="sm" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      {t("add")}
    </Button>
  ) : null;
  const download = (): void =>
    downloadText(
      "cost-sheets.csv",
      toCsv(
        [t("currency"), t("from"), t("cost"), ""],
        (items ?? []).flatMap((sheet) =>
          sheet.components.map(({ params, explanation }) => [
            sheet.currency,
            sheet.effectiveFrom,
            label("priceType", params.type),
            say(explanation.sentence),
          ]),
        ),
      ),
    );
  return (
    <Card
      title={t("sheets")}
      flush
      actions={
        <>
          <IconButton
            size="sm"
            label={c("exportCsv")}
            icon={<Download aria-hidden />}
            disabled={!items?.length}
            onClick={download}
          />
          {add}
        </>
      }
    >
      <Query of={query}>
        {(data) =>
          data === undefined ? (
            <Skeleton className="m-4 h-32" />
          ) : data.items.length === 0 ? (
            <EmptyState icon={<Scale />} title={t("empty")} action={add}>
              {t("emptyHint")}
            </EmptyState>
          ) : (
            data.items.map((sheet) => (
              <section key={sheet.id} className="flex flex-col gap-2 border-b px-4 py-3.5 last:border-b-0">
                <header className="flex items-baseline gap-2 text-sm">
                  <h3 className="font-medium">
                    {t("sheetFrom", { currency: sheet.currency })} <Day date={sheet.effectiveFrom} />
                  </h3>
                  {sheet.newest ? <Badge tone="ok">{t("inForce")}</Badge> : null}
                  <span className="ml-auto text-xs text-muted">
                    {t("by", { name: sheet.createdBy })} <DateTime at={sheet.createdAt} />
                  </span>
                </header>
                {sheet.components.map(({ params, explanation }) => (
                  <PriceInWords key={`${params.type} ${JSON.stringify(params)}`} {...explanation} />
                ))}
              </section>
            ))
          )
        }
      </Query>
      {adding ? <AddCosts onDone={() => setAdding(false)} /> : null}
    </Card>
  );
}
