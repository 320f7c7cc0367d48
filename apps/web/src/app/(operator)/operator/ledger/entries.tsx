"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { amountText } from "@callbay/domain/money";
import { useInfiniteQuery } from "@tanstack/react-query";
import { BookOpenText } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ofClient } from "~/finance/client-filter.tsx";
import { DayFilter } from "~/finance/day-filter.tsx";
import { useAccountName } from "~/finance/use-account-name.ts";
import { useTextOf } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Day, Money } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Paged } from "~/ui/paged.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import type { ChosenAccount } from "./page.tsx";

type Entry = RouterOutputs["operator"]["ledger"]["entries"]["items"][number];

interface EntriesProps {
  readonly tenantId: string;
  readonly chosen: ChosenAccount | null;
  readonly onAll: () => void;
}

/** Entries, newest first; the entries of a transaction stay together. */
export function Entries({ tenantId, chosen, onAll }: EntriesProps) {
  const t = useTranslations("finance.ledger");
  const f = useTranslations("finance.filter");
  const trpc = useTRPC();
  const name = useAccountName();
  const [from, setFrom] = useState("");
  const [through, setThrough] = useState("");
  const query = useInfiniteQuery(
    trpc.operator.ledger.entries.infiniteQueryOptions(
      {
        ...ofClient(tenantId),
        ...(chosen ? { account: chosen.account } : {}),
        ...(from ? { from } : {}),
        ...(through ? { through } : {}),
        limit: 100,
      },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  return (
    <Card
      flush
      title={chosen ? t("entriesOf", { account: name(chosen.account) }) : t("entries")}
      actions={
        chosen ? (
          <Button size="sm" tone="ghost" onClick={onAll}>
            {t("allAccounts")}
          </Button>
        ) : null
      }
    >
      <Paged of={query}>
        {(items, foot) => (
          <EntryTable
            rows={chosen ? items?.filter((row) => row.currency === chosen.currency) : items}
            toolbar={
              <>
                <DayFilter label={f("from")} value={from} onChange={setFrom} />
                <DayFilter label={f("through")} value={through} onChange={setThrough} />
              </>
            }
            footer={foot}
          />
        )}
      </Paged>
    </Card>
  );
}

interface EntryTableProps {
  readonly rows: readonly Entry[] | undefined;
  readonly toolbar: React.ReactNode;
  readonly footer: React.ReactNode;
}

function EntryTable({ rows, toolbar, footer }: EntryTableProps) {
  const t = useTranslations("finance.ledger");
  const name = useAccountName();
  const textOf = useTextOf();
  const dash = <span className="text-faint">—</span>;
  const side = (row: Entry, debit: boolean): bigint | null =>
    row.amountMinor > 0n === debit ? (debit ? row.amountMinor : -row.amountMinor) : null;
  const columns: Column<Entry>[] = [
    {
      key: "day",
      header: t("day"),
      cell: (row) => <Day date={row.bookedOn} />,
      csv: (row) => row.bookedOn,
      width: "7rem",
    },
    {
      key: "account",
      header: t("account"),
      cell: (row) => <span className="font-medium">{name(row.account)}</span>,
      csv: (row) => row.account,
    },
    {
      key: "event",
      header: t("event"),
      cell: (row) => (
        <>
          {textOf(`finance.event.${row.kind}`) ?? row.kind}{" "}
          {row.invoiceId && row.invoiceNumber ? (
            <Link
              href={`/operator/billing/${row.tenantId}/${row.invoiceId}`}
              className="text-muted hover:text-ink hover:underline"
            >
              {row.invoiceNumber}
            </Link>
          ) : (
            <span className="text-muted">{row.contractReference}</span>
          )}
        </>
      ),
      csv: (row) => `${row.kind} ${row.invoiceNumber ?? row.contractReference ?? ""}`.trim(),
      width: "13.5rem",
    },
    {
      key: "client",
      header: t("client"),
      cell: (row) => (
        <>
          {row.tenantName ?? dash}
          {row.campaignName ? <span className="block truncate text-xs text-muted">{row.campaignName}</span> : null}
        </>
      ),
      csv: (row) => row.tenantName,
    },
    { key: "campaign", header: t("campaign"), fileOnly: true, cell: () => null, csv: (row) => row.campaignName },
    ...(["debit", "credit"] as const).map(
      (column): Column<Entry> => ({
        key: column,
        header: t(column),
        cell: (row) => {
          const amount = side(row, column === "debit");
          return amount === null ? null : <Money minor={amount} currency={row.currency} />;
        },
        csv: (row) => {
          const amount = side(row, column === "debit");
          return amount === null ? null : amountText(amount, row.currency);
        },
        align: "right",
        width: "7.5rem",
      }),
    ),
  ];
  return (
    <Table
      label={t("entries")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      exportName="entries"
      toolbar={toolbar}
      footer={footer}
      skeletonRows={8}
      empty={
        <EmptyState icon={<BookOpenText />} title={t("empty")}>
          {t("emptyHint")}
        </EmptyState>
      }
    />
  );
}
