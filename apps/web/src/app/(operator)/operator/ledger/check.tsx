"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { amountText } from "@callbay/domain/money";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { ofClient } from "~/finance/client-filter.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";

type Difference = RouterOutputs["operator"]["ledger"]["check"]["differences"][number];

/** Amounts come as minor units, a state as its word. */
function shown(row: Difference, side: "kept" | "recomputed"): string {
  const value = row[side];
  return /^-?\d+$/.test(value) ? amountText(BigInt(value), row.currency) : value;
}

/** Recomputes how every invoice stands and says where what is kept differs. */
export function SettlementCheck({ tenantId, onDone }: { tenantId: string; onDone: () => void }) {
  const t = useTranslations("finance.ledger");
  const trpc = useTRPC();
  const query = useQuery(trpc.operator.ledger.check.queryOptions(ofClient(tenantId), { gcTime: 0 }));
  const columns: Column<Difference>[] = [
    { key: "number", header: t("document"), cell: (row) => row.number, csv: (row) => row.number },
    { key: "field", header: t("field"), cell: (row) => row.field, csv: (row) => row.field, width: "8rem" },
    ...(["kept", "recomputed"] as const).map(
      (side): Column<Difference> => ({
        key: side,
        header: t(side),
        cell: (row) => shown(row, side),
        csv: (row) => shown(row, side),
        align: "right",
        width: "9rem",
      }),
    ),
  ];
  return (
    <Sheet open onOpenChange={onDone} title={t("check")} wide>
      <Query of={query}>
        {(data) =>
          data === undefined ? (
            <Skeleton className="h-9 rounded-md" />
          ) : data.differences.length === 0 ? (
            <Notice tone="ok" icon={<CircleCheck aria-hidden />}>
              {t("checkOk", { checked: data.checked })}
            </Notice>
          ) : (
            <>
              <Notice tone="danger">{t("checkWrong", { count: data.differences.length })}</Notice>
              <Table
                label={t("check")}
                columns={columns}
                rows={data.differences}
                rowKey={(row) => `${row.invoiceId} ${row.field}`}
                exportName="settlement-differences"
                toolbar={<span />}
                empty={null}
              />
            </>
          )
        }
      </Query>
    </Sheet>
  );
}
