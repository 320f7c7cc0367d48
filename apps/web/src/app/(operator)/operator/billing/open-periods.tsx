"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { addDays } from "@callbay/domain/days";
import { amountText } from "@callbay/domain/money";
import { useQuery } from "@tanstack/react-query";
import { FileClock } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count, Day, Money } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Query } from "~/ui/query.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import type { Closing } from "./close-period.tsx";

type OpenPeriod = RouterOutputs["operator"]["billing"]["contracts"]["items"][number];

/** The end of last month where it is open still, else the last day that can be closed. */
function proposed(row: OpenPeriod): Closing {
  const today = addDays(row.periodTo, -1);
  const lastMonth = addDays(`${today.slice(0, 7)}-01`, -1);
  return { ...row, lastDay: lastMonth >= row.periodFrom ? lastMonth : today };
}

/** What each contract has cost since its last invoice; a period may be closed on any day. */
export function OpenPeriods({ onClose }: { onClose: (closing: Closing) => void }) {
  const t = useTranslations("operator.billing");
  const trpc = useTRPC();
  const may = useMay()("platform.billing.close");
  const query = useQuery(trpc.operator.billing.contracts.queryOptions({}));
  const columns: Column<OpenPeriod>[] = [
    {
      key: "tenant",
      header: t("client"),
      cell: (row) => <span className="font-medium">{row.tenantName}</span>,
      sort: (row) => row.tenantName,
      csv: (row) => row.tenantName,
    },
    {
      key: "contract",
      header: t("contract"),
      cell: (row) => row.reference,
      sort: (row) => row.reference,
      csv: (row) => row.reference,
      width: "11rem",
    },
    {
      key: "from",
      header: t("openSince"),
      cell: (row) => <Day date={row.periodFrom} />,
      sort: (row) => row.periodFrom,
      csv: (row) => row.periodFrom,
      width: "9rem",
    },
    {
      key: "calls",
      header: t("calls"),
      cell: (row) => <Count value={row.counts.calls} />,
      sort: (row) => row.counts.calls,
      csv: (row) => row.counts.calls,
      align: "right",
      width: "7rem",
    },
    {
      key: "seatDays",
      header: t("seatDays"),
      cell: (row) => <Count value={row.counts.seatDays} />,
      sort: (row) => row.counts.seatDays,
      csv: (row) => row.counts.seatDays,
      align: "right",
      width: "7rem",
    },
    {
      key: "net",
      header: t("netSoFar"),
      cell: (row) => <Money minor={row.netMinor} currency={row.currency} className="font-medium" />,
      sort: (row) => row.netMinor,
      csv: (row) => amountText(row.netMinor, row.currency),
      align: "right",
      width: "10rem",
    },
    {
      key: "action",
      header: t("close"),
      hideHeader: true,
      cell: (row) =>
        row.draftInvoiceId ? (
          <Button asChild size="sm">
            <Link href={`/operator/billing/${row.tenantId}/${row.draftInvoiceId}`}>{t("reviewDraft")}</Link>
          </Button>
        ) : may && row.periodTo > row.periodFrom ? (
          <Button size="sm" onClick={() => onClose(proposed(row))}>
            {t("close")}
          </Button>
        ) : null,
      align: "right",
      width: "9rem",
    },
  ];
  return (
    <Card flush title={t("openPeriods")} description={t("openPeriodsHint")}>
      <Query of={query}>
        {(data) => (
          <Table
            label={t("openPeriods")}
            columns={columns}
            rows={data?.items}
            rowKey={(row) => row.contractId}
            exportName="cost-so-far"
            skeletonRows={3}
            empty={
              <EmptyState icon={<FileClock />} title={t("noPeriod")}>
                {t("noPeriodHint")}
              </EmptyState>
            }
          />
        )}
      </Query>
    </Card>
  );
}
