"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { amountText } from "@callbay/domain/money";
import { useTranslations } from "next-intl";
import { useAccountName } from "~/finance/use-account-name.ts";
import { Money } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import type { ChosenAccount } from "./page.tsx";

type Balance = RouterOutputs["operator"]["ledger"]["balances"]["items"][number];

interface BalancesProps {
  readonly rows: readonly Balance[] | undefined;
  readonly chosen: ChosenAccount | null;
  readonly onChoose: (chosen: ChosenAccount | null) => void;
}

/** What each account holds; a row narrows the entries below to it. */
export function Balances({ rows, chosen, onChoose }: BalancesProps) {
  const t = useTranslations("finance.ledger");
  const name = useAccountName();
  const is = (row: Balance): boolean => chosen?.account === row.account && chosen.currency === row.currency;
  const columns: Column<Balance>[] = [
    {
      key: "account",
      header: t("account"),
      cell: (row) => <span className="font-medium">{name(row.account)}</span>,
      sort: (row) => row.account,
      csv: (row) => row.account,
    },
    {
      key: "currency",
      header: t("currency"),
      cell: (row) => row.currency,
      sort: (row) => row.currency,
      csv: (row) => row.currency,
      width: "6rem",
    },
    ...(["debit", "credit", "balance"] as const).map(
      (side): Column<Balance> => ({
        key: side,
        header: t(side),
        cell: (row) => (
          <Money
            minor={side !== "balance" && row[`${side}Minor`] === 0n ? null : row[`${side}Minor`]}
            currency={row.currency}
            className={side === "balance" ? "font-medium" : "text-muted"}
          />
        ),
        sort: (row) => row[`${side}Minor`],
        csv: (row) => amountText(row[`${side}Minor`], row.currency),
        align: "right",
        width: "11rem",
      }),
    ),
  ];
  return (
    <Card flush title={t("balances")} description={t("balancesHint")}>
      <Table
        label={t("balances")}
        columns={columns}
        rows={rows}
        rowKey={(row) => `${row.account} ${row.currency}`}
        onOpen={(row) => onChoose(is(row) ? null : { account: row.account, currency: row.currency })}
        isSelected={is}
        exportName="balances"
        skeletonRows={5}
        empty={<EmptyState title={t("empty")}>{t("emptyHint")}</EmptyState>}
      />
    </Card>
  );
}
