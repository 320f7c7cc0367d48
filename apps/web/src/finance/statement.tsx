"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { addDays } from "@callbay/domain/days";
import { amountText } from "@callbay/domain/money";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Day, Money } from "~/ui/format.tsx";
import { Link } from "~/ui/link.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { DayFilter } from "./day-filter.tsx";

type StatementData = RouterOutputs["operator"]["billing"]["statement"];
type Part = StatementData["currencies"][number];
type Move = Part["items"][number];

export interface Days {
  readonly from: string;
  readonly through: string;
}

interface StatementProps {
  readonly of: UseQueryResult<StatementData, unknown>;
  readonly days: Days;
  readonly onDays: (days: Days) => void;
  readonly hrefOf: (invoiceId: string) => string;
  readonly exportName: string;
}

/** The days to begin with. */
export function lastYear(): Days {
  const through = new Date().toISOString().slice(0, 10);
  return { from: addDays(through, -365), through };
}

/** What a client owed, what moved it, and what it owes, one part per currency. */
export function Statement({ of, days, onDays, hrefOf, exportName }: StatementProps) {
  const t = useTranslations("finance.statement");
  const f = useTranslations("finance.filter");
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-4">
        <DayFilter
          label={f("from")}
          value={days.from}
          onChange={(from) => onDays({ ...days, from: from || days.from })}
        />
        <DayFilter
          label={f("through")}
          value={days.through}
          onChange={(through) => onDays({ ...days, through: through || days.through })}
        />
      </div>
      <Query of={of}>
        {(data) =>
          data === undefined ? (
            <Skeleton className="h-40 rounded-lg" />
          ) : data.currencies.length === 0 ? (
            <p className="text-sm text-muted">{t("nothing")}</p>
          ) : (
            data.currencies.map((part) => (
              <StatementPart key={part.currency} part={part} days={days} hrefOf={hrefOf} exportName={exportName} />
            ))
          )
        }
      </Query>
    </div>
  );
}

interface PartProps {
  readonly part: Part;
  readonly days: Days;
  readonly hrefOf: (invoiceId: string) => string;
  readonly exportName: string;
}

function StatementPart({ part, days, hrefOf, exportName }: PartProps) {
  const t = useTranslations("finance.statement");
  const e = useTranslations("finance.event");
  const { currency } = part;
  const amount = (minor: bigint) => <Money minor={minor} currency={currency} />;
  const columns: Column<Move>[] = [
    {
      key: "day",
      header: t("day"),
      cell: (move) => <Day date={move.bookedOn} />,
      csv: (move) => move.bookedOn,
      width: "8rem",
    },
    { key: "what", header: t("what"), cell: (move) => e(move.kind as "payment_received"), csv: (move) => move.kind },
    {
      key: "document",
      header: t("document"),
      cell: (move) =>
        move.invoiceId ? (
          <Link href={hrefOf(move.invoiceId)} className="hover:underline">
            {move.documentNumber}
          </Link>
        ) : (
          <span className="text-faint">—</span>
        ),
      csv: (move) => move.documentNumber,
      width: "10rem",
    },
    {
      key: "amount",
      header: t("amount"),
      cell: (move) => amount(move.amountMinor),
      csv: (move) => amountText(move.amountMinor, currency),
      align: "right",
      width: "9rem",
    },
    {
      key: "balance",
      header: t("balance"),
      cell: (move) => amount(move.balanceMinor),
      csv: (move) => amountText(move.balanceMinor, currency),
      align: "right",
      width: "9rem",
    },
  ];
  const edge = "flex items-center justify-between px-4 py-2 text-sm";
  return (
    <section className="overflow-clip rounded-lg border">
      <div className={edge}>
        <span className="text-muted">
          {t("opening")} <Day date={days.from} />
        </span>
        {amount(part.openingMinor)}
      </div>
      <div className="border-y">
        <Table
          label={`${t("title")} ${currency}`}
          columns={columns}
          rows={part.items}
          rowKey={(move) =>
            `${move.bookedOn} ${move.kind} ${move.documentNumber} ${move.occurredAt.toISOString()} ${move.balanceMinor}`
          }
          exportName={`${exportName}-${currency}`}
          toolbar={<span className="text-xs font-medium">{currency}</span>}
          empty={<p className="p-4 text-sm text-muted">{t("empty")}</p>}
        />
      </div>
      <div className={`${edge} font-medium`}>
        <span>
          {t("closing")} <Day date={days.through} />
        </span>
        {amount(part.closingMinor)}
      </div>
    </section>
  );
}
