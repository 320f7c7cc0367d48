"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { arithmeticText, useMessageText } from "~/i18n/message-text.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Count, DateTime, Day, Duration, PhoneNumber } from "~/ui/format.tsx";
import { LoadMore } from "~/ui/load-more.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { type Column, Table } from "~/ui/table.tsx";

export type InvoiceView = RouterOutputs["invoices"]["get"];
export type ChargeView = InvoiceView["charges"][number];
type Usage = RouterOutputs["invoices"]["usage"]["items"][number];

/** The calls or seat-days that a line stands on, each call a step away from its recording. */
export function UsageSheet({
  invoiceId,
  charge,
  onClose,
}: {
  invoiceId: string;
  charge: ChargeView;
  onClose: () => void;
}) {
  const t = useTranslations("workspace.money");
  const say = useMessageText();
  const label = useEnumLabel();
  const locale = useLocale();
  const trpc = useTRPC();
  const usage = useInfiniteQuery(
    trpc.invoices.usage.infiniteQueryOptions(
      { invoiceId, chargeId: charge.id, limit: 100 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const rows = usage.data?.pages.flatMap((page) => page.items);
  const ofCalls = rows?.some((row) => row.kind === "call") ?? charge.unit === "call";
  const day: Column<Usage> = {
    key: "day",
    header: t("day"),
    width: "8rem",
    csv: (row) => row.day,
    cell: (row) => <Day date={row.day} />,
  };
  const callColumns: Column<Usage>[] = [
    {
      key: "at",
      header: t("at"),
      width: "9rem",
      csv: (row) => row.occurredAt.toISOString(),
      cell: (row) =>
        row.callId ? (
          <Link href={`/w/calls/${row.callId}`} className="hover:underline">
            <DateTime at={row.occurredAt} />
          </Link>
        ) : (
          <DateTime at={row.occurredAt} />
        ),
    },
    {
      key: "phone",
      header: t("phone"),
      width: "10rem",
      csv: (row) => row.maskedPhone,
      cell: (row) => <PhoneNumber phone={row.maskedPhone} />,
    },
    { key: "campaign", header: t("campaign"), csv: (row) => row.campaignName, cell: (row) => row.campaignName ?? "—" },
    { key: "agent", header: t("agent"), csv: (row) => row.agentName, cell: (row) => row.agentName ?? "—" },
    {
      key: "outcome",
      header: t("outcome"),
      csv: (row) => row.outcome,
      cell: (row) => (row.outcome ? label("outcome", row.outcome) : "—"),
    },
    {
      key: "talk",
      header: t("talk"),
      width: "5rem",
      align: "right",
      csv: (row) => row.talkMs,
      cell: (row) => <Duration ms={row.talkMs} />,
    },
  ];
  const seatColumns: Column<Usage>[] = [
    day,
    { key: "seat", header: t("seat"), csv: (row) => row.seatLabel, cell: (row) => row.seatLabel ?? "—" },
    {
      key: "quantity",
      header: t("quantity"),
      width: "8rem",
      align: "right",
      csv: (row) => row.quantity,
      cell: (row) => <Count value={row.quantity} />,
    },
  ];
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={say(charge.description)}
      description={arithmeticText(charge.arithmetic, locale)}
    >
      <Query of={usage}>
        {() => (
          <div className="-mx-5 border-t">
            <Table
              label={say(charge.description)}
              columns={ofCalls ? callColumns : seatColumns}
              rows={rows}
              rowKey={(row) => row.id}
              exportName={`usage-line-${charge.position + 1}`}
              toolbar={<span className="text-xs text-muted">{t("behind", { count: charge.usageCount })}</span>}
              empty={<p className="px-5 py-8 text-sm text-muted">{t("noUsage")}</p>}
              footer={
                <LoadMore
                  shown={rows?.length ?? 0}
                  hasMore={usage.hasNextPage}
                  loading={usage.isFetchingNextPage}
                  onMore={() => void usage.fetchNextPage()}
                />
              }
            />
          </div>
        )}
      </Query>
    </Sheet>
  );
}
