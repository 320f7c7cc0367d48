"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { amountText } from "@callbay/domain/money";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Landmark } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel, useTextOf } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Day, Money } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Paged } from "~/ui/paged.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { MatchLine } from "./match-line.tsx";

export type BankLine = RouterOutputs["operator"]["bank"]["lines"]["items"][number];

const STATES = ["unmatched", "matched", "ignored", "all"] as const;

/** Bookings of statements: first those that wait for a person. */
export function BankLines() {
  const t = useTranslations("finance.bank");
  const label = useEnumLabel();
  const may = useMay()("platform.payment.write");
  const trpc = useTRPC();
  const [state, setState] = useState<(typeof STATES)[number]>("unmatched");
  const [open, setOpen] = useState<BankLine | null>(null);
  const query = useInfiniteQuery(
    trpc.operator.bank.lines.infiniteQueryOptions(
      { ...(state === "all" ? {} : { state }), limit: 100 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const takes = (row: BankLine): boolean => may && row.state !== "matched" && row.amountMinor > 0n;
  const columns = useColumns(takes, setOpen);
  return (
    <Card flush>
      <Paged of={query}>
        {(items, foot) => (
          <Table
            label={t("waiting")}
            columns={columns}
            rows={items}
            rowKey={(row) => row.id}
            onOpen={(row) => {
              if (takes(row)) setOpen(row);
            }}
            exportName="bookings"
            toolbar={
              <Select
                size="sm"
                className="w-40"
                aria-label={t("state")}
                value={state}
                onChange={setState}
                options={STATES.map((one) => ({
                  value: one,
                  label: one === "all" ? t("all") : label("bankLineState", one),
                }))}
              />
            }
            footer={foot}
            empty={
              <EmptyState icon={<Landmark />} title={t("empty")}>
                {t("emptyHint")}
              </EmptyState>
            }
          />
        )}
      </Paged>
      {open ? <MatchLine line={open} onDone={() => setOpen(null)} /> : null}
    </Card>
  );
}

function useColumns(takes: (row: BankLine) => boolean, onMatch: (row: BankLine) => void): Column<BankLine>[] {
  const t = useTranslations("finance.bank");
  const label = useEnumLabel();
  const textOf = useTextOf();
  const why = (row: BankLine): string => (row.why ? (textOf(`finance.bank.whyIs.${row.why}`) ?? row.why) : "");
  return [
    {
      key: "from",
      header: t("counterparty"),
      cell: (row) => <span className="font-medium">{row.counterparty || "—"}</span>,
      sort: (row) => row.counterparty,
      csv: (row) => row.counterparty,
    },
    { key: "reference", header: t("reference"), cell: (row) => row.reference, csv: (row) => row.reference },
    {
      key: "day",
      header: t("day"),
      cell: (row) => <Day date={row.bookedOn} />,
      sort: (row) => row.bookedOn,
      csv: (row) => row.bookedOn,
      width: "7.5rem",
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => (
        <>
          <Badge tone={toneOf(row.state)}>{label("bankLineState", row.state)}</Badge>
          {row.why ? <span className="block text-2xs text-muted">{why(row)}</span> : null}
        </>
      ),
      sort: (row) => row.state,
      csv: (row) => `${row.state} ${row.why}`.trim(),
      width: "11rem",
    },
    {
      key: "amount",
      header: t("amount"),
      cell: (row) => <Money minor={row.amountMinor} currency={row.currency} className="font-medium" />,
      sort: (row) => row.amountMinor,
      csv: (row) => amountText(row.amountMinor, row.currency),
      align: "right",
      width: "8.5rem",
    },
    {
      key: "action",
      header: t("doMatch"),
      hideHeader: true,
      cell: (row) =>
        takes(row) ? (
          <Button size="sm" onClick={() => onMatch(row)}>
            {t("doMatch")}
          </Button>
        ) : null,
      align: "right",
      width: "6rem",
    },
  ];
}
