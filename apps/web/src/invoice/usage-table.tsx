"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { DateTime, Day, Duration, PhoneNumber } from "~/ui/format.tsx";
import { type Column, Table } from "~/ui/table.tsx";

export type Usage = RouterOutputs["invoices"]["usage"]["items"][number];

/** What stands behind the lines of a price, as far as tables differ. */
export type UsageShape = "call" | "seat_day" | "agent_time" | "piece";

const SHAPES: Readonly<Record<string, UsageShape>> = {
  package: "call",
  per_call: "call",
  per_minute: "call",
  seat: "seat_day",
  hourly: "agent_time",
};

/** How to show what stands behind a line of this type of price. */
export function usageShapeOf(componentType: string): UsageShape {
  return SHAPES[componentType] ?? "piece";
}

interface UsageTableProps {
  readonly items: readonly Usage[] | undefined;
  readonly shape: UsageShape;
  readonly footer?: React.ReactNode;
  /** Each call opens this page. */
  readonly callHref?: (callId: string) => string;
  /** At the end of a row, e.g. to play its recording or to dispute it. */
  readonly action?: (row: Usage) => React.ReactNode;
}

/** The calls, seat-days, hours or pieces that a line of an invoice stands on. */
export function UsageTable({ items, shape, footer, callHref, action }: UsageTableProps) {
  const t = useTranslations("common.usage");
  const label = useEnumLabel();
  const dash = <span className="text-faint">—</span>;
  const agent: Column<Usage> = {
    key: "agent",
    header: t("agent"),
    cell: (row) => (
      <>
        {row.agentName ?? dash}
        {row.campaignName ? <span className="block truncate text-xs text-muted">{row.campaignName}</span> : null}
      </>
    ),
    sort: (row) => row.agentName,
    csv: (row) => row.agentName,
  };
  const campaign: Column<Usage> = {
    key: "campaign",
    header: t("campaign"),
    cell: () => null,
    csv: (row) => row.campaignName,
    fileOnly: true,
  };
  const calls: Column<Usage>[] = [
    {
      key: "at",
      header: t("at"),
      cell: (row) => <DateTime at={row.occurredAt} style="seconds" />,
      sort: (row) => row.occurredAt,
      csv: (row) => row.occurredAt.toISOString(),
      width: "9.5rem",
    },
    {
      key: "phone",
      header: t("phone"),
      cell: (row) => (
        <>
          <PhoneNumber phone={row.maskedPhone} />
          {row.outcome ? <span className="block text-xs text-muted">{label("outcome", row.outcome)}</span> : null}
        </>
      ),
      csv: (row) => row.maskedPhone,
      width: "8.5rem",
    },
    agent,
    campaign,
    { key: "outcome", header: t("outcome"), cell: () => null, csv: (row) => row.outcome, fileOnly: true },
    {
      key: "talk",
      header: t("talk"),
      cell: (row) => <Duration ms={row.talkMs} />,
      sort: (row) => row.talkMs,
      csv: (row) => row.talkMs,
      align: "right",
      width: "4.5rem",
    },
  ];
  const seatDays: Column<Usage>[] = [
    {
      key: "day",
      header: t("day"),
      cell: (row) => <Day date={row.day} />,
      sort: (row) => row.day,
      csv: (row) => row.day,
      width: "10rem",
    },
    {
      key: "seat",
      header: t("seat"),
      cell: (row) => row.seatLabel ?? dash,
      sort: (row) => row.seatLabel,
      csv: (row) => row.seatLabel,
    },
    {
      key: "quantity",
      header: t("seatDays"),
      cell: (row) => row.quantity,
      csv: (row) => row.quantity,
      align: "right",
      width: "8rem",
    },
  ];
  const day = seatDays[0];
  const person: Column<Usage>[] = [agent, campaign];
  const hours: Column<Usage>[] = [
    ...(day ? [day] : []),
    ...person,
    {
      key: "hours",
      header: t("hours"),
      cell: (row) => <Duration ms={row.quantity} />,
      sort: (row) => row.quantity,
      csv: (row) => row.quantity,
      align: "right",
      width: "8rem",
    },
  ];
  const pieces: Column<Usage>[] = [
    ...(day ? [day] : []),
    ...person,
    {
      key: "quantity",
      header: t("quantity"),
      cell: (row) => row.quantity,
      csv: (row) => row.quantity,
      align: "right",
      width: "8rem",
    },
  ];
  const columns = { call: calls, seat_day: seatDays, agent_time: hours, piece: pieces }[shape];
  const acting: Column<Usage>[] = action
    ? [{ key: "action", header: t("action"), hideHeader: true, cell: action, align: "right", width: "5.5rem" }]
    : [];
  const href = (row: Usage): string => (row.callId && callHref ? callHref(row.callId) : "");
  return (
    <Table
      label={t("title")}
      columns={[...columns, ...acting]}
      rows={items}
      rowKey={(row) => row.id}
      {...(shape === "call" && callHref ? { href } : {})}
      exportName="usage"
      toolbar={<span className="text-xs text-muted">{t("title")}</span>}
      skeletonRows={3}
      empty={<p className="p-4 text-sm text-muted">{t("empty")}</p>}
      footer={footer}
    />
  );
}
