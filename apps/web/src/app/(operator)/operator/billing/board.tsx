"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { addDays } from "@callbay/domain/days";
import { amountText } from "@callbay/domain/money";
import { FileClock } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMay } from "~/shell/me.tsx";
import { Button } from "~/ui/button.tsx";
import { Day, Money, ShortPeriod } from "~/ui/format.tsx";
import { Card, EmptyState, Stat, StatRow } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import type { Closing } from "./close-period.tsx";
import { useFindings, useLacks } from "./remarks.ts";

export type BoardRow = RouterOutputs["operator"]["billing"]["board"]["items"][number];

/** In the order in which they need somebody. */
const URGENCY: readonly BoardRow["step"][] = [
  "disputed",
  "review_over",
  "accepted",
  "due",
  "draft",
  "in_review",
  "up_to_date",
];

interface BoardProps {
  readonly items: readonly BoardRow[] | undefined;
  readonly onClose: (closing: Closing) => void;
}

/** The closing of the month, contract by contract; a row leads to its invoice, or closes its period. */
export function Board({ items, onClose }: BoardProps) {
  const t = useTranslations("finance.billing");
  const router = useRouter();
  const may = useMay()("platform.billing.close");
  const close = (row: BoardRow): void => {
    if (row.periodFrom === null || row.periodTo === null) return;
    onClose({
      ...row,
      periodFrom: row.periodFrom,
      periodTo: row.periodTo,
      lastDay: addDays(row.periodTo, -1),
      netMinor: null,
    });
  };
  const open = (row: BoardRow): void => {
    if (row.invoiceId) router.push(`/operator/billing/${row.tenantId}/${row.invoiceId}`);
    else if (row.step === "due" && may) close(row);
  };
  const count = (...steps: BoardRow["step"][]): number => items?.filter((row) => steps.includes(row.step)).length ?? 0;
  const columns = useColumns(may, close);
  return (
    <>
      <StatRow>
        <Stat label={t("counts.due")} value={count("due", "draft")} loading={!items} />
        <Stat label={t("counts.waits")} value={count("in_review")} loading={!items} />
        <Stat
          label={t("counts.disputed")}
          value={count("disputed")}
          loading={!items}
          {...(count("disputed") > 0 ? { tone: "danger" as const } : {})}
        />
        <Stat
          label={t("counts.ready")}
          value={count("accepted", "review_over")}
          loading={!items}
          {...(count("accepted", "review_over") > 0 ? { tone: "ok" as const } : {})}
        />
      </StatRow>
      <Card flush title={t("board")}>
        <Table
          label={t("board")}
          columns={columns}
          rows={items}
          rowKey={(row) => row.contractId}
          onOpen={open}
          exportName="closing-board"
          initialSort={{ key: "step" }}
          empty={
            <EmptyState icon={<FileClock />} title={t("emptyBoard")}>
              {t("emptyBoardHint")}
            </EmptyState>
          }
        />
      </Card>
    </>
  );
}

function useColumns(may: boolean, onClose: (row: BoardRow) => void): Column<BoardRow>[] {
  const t = useTranslations("finance.billing");
  const lacks = useLacks();
  const findings = useFindings();
  return [
    {
      key: "client",
      header: t("client"),
      cell: (row) => (
        <>
          <span className="font-medium">{row.tenantName}</span>
          <span className="block truncate text-xs text-muted">
            {row.reference}
            {row.periodFrom && row.periodTo ? (
              <>
                {" · "}
                <ShortPeriod from={row.periodFrom} to={row.periodTo} />
              </>
            ) : null}
          </span>
        </>
      ),
      sort: (row) => row.tenantName,
      csv: (row) => `${row.tenantName}, ${row.reference}${row.periodFrom ? `, ${row.periodFrom}/${row.periodTo}` : ""}`,
    },
    {
      key: "step",
      header: t("step"),
      cell: (row) => <Step row={row} />,
      sort: (row) => URGENCY.indexOf(row.step),
      csv: (row) => row.step,
      width: "8.5rem",
    },
    {
      key: "missing",
      header: t("missing"),
      cell: (row) => <Remarks texts={lacks(row.missing)} none={t("nothingMissing")} tone="text-warn" />,
      csv: (row) => lacks(row.missing).join("; "),
    },
    {
      key: "unusual",
      header: t("unusual"),
      cell: (row) => <Remarks texts={findings(row.unusual)} none={t("nothingUnusual")} tone="text-ink" />,
      csv: (row) => findings(row.unusual).join("; "),
    },
    {
      key: "total",
      header: t("total"),
      cell: (row) => <Money minor={row.totalMinor} currency={row.currency} className="font-medium" />,
      sort: (row) => row.totalMinor,
      csv: (row) => (row.totalMinor === null ? null : amountText(row.totalMinor, row.currency)),
      align: "right",
      width: "8.5rem",
    },
    {
      key: "action",
      header: t("next"),
      hideHeader: true,
      cell: (row) => <Next row={row} may={may} onClose={onClose} />,
      align: "right",
      width: "6.5rem",
    },
  ];
}

function Step({ row }: { row: BoardRow }) {
  const t = useTranslations("finance.billing");
  const below =
    row.step === "in_review" || row.step === "disputed" ? (
      row.reviewDueOn ? (
        <>
          {t("until")} <Day date={row.reviewDueOn} />
        </>
      ) : null
    ) : row.step === "draft" && row.waitingDays !== null ? (
      t("waiting", { days: row.waitingDays })
    ) : null;
  return (
    <>
      <Badge tone={toneOf(row.step)}>
        {t(`steps.${row.step}`)}
        {row.openDisputes > 0 ? ` · ${row.openDisputes}` : ""}
      </Badge>
      {below ? <span className="block text-2xs text-muted">{below}</span> : null}
    </>
  );
}

function Remarks({ texts, none, tone }: { texts: readonly string[]; none: string; tone: string }) {
  if (texts.length === 0) return <span className="text-xs text-faint">{none}</span>;
  return (
    <ul className={`text-xs leading-4 ${tone}`}>
      {texts.map((text) => (
        <li key={text} className="truncate" title={text}>
          {text}
        </li>
      ))}
    </ul>
  );
}

function Next({ row, may, onClose }: { row: BoardRow; may: boolean; onClose: (row: BoardRow) => void }) {
  const t = useTranslations("finance.billing");
  if (row.step === "up_to_date" || !may) return null;
  if (row.step === "due")
    return (
      <Button size="sm" onClick={() => onClose(row)}>
        {t("do.due")}
      </Button>
    );
  const href = row.step === "disputed" ? "/operator/disputes" : `/operator/billing/${row.tenantId}/${row.invoiceId}`;
  const ready = row.step === "accepted" || row.step === "review_over" || row.step === "disputed";
  return (
    <Button asChild size="sm" tone={ready ? "primary" : "secondary"}>
      <Link href={href}>{t(`do.${row.step}`)}</Link>
    </Button>
  );
}
