"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { CAMPAIGN_CONTACT_STATES, type CampaignContactState } from "@callbay/domain/values";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Count, DateTime, PhoneNumber } from "~/ui/format.tsx";
import { EmptyState } from "~/ui/layout.tsx";
import { LoadMore } from "~/ui/load-more.tsx";
import { Query } from "~/ui/query.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { useWord } from "~/workspace/words.ts";
import { ContactSheet } from "./contact-sheet.tsx";
import { CONTACT_TONES, NextAt } from "./contact-state.tsx";

type Row = RouterOutputs["campaigns"]["contacts"]["items"][number];
const ALL = "all";

/** Where each contact stands; opening one says why it is not dialled and what happened with it. */
export function CampaignContacts({ campaignId }: { campaignId: string }) {
  const t = useTranslations("workspace.progress");
  const common = useTranslations("common");
  const label = useEnumLabel();
  const word = useWord();
  const trpc = useTRPC();
  const [state, setState] = useState<CampaignContactState | typeof ALL>(ALL);
  const [reason, setReason] = useState(ALL);
  const [open, setOpen] = useState<string | null>(null);
  const progress = useQuery(trpc.campaigns.progress.queryOptions({ campaignId }));
  const reasons = new Map(
    (progress.data?.byReason ?? [])
      .filter((row) => row.reason !== "" && (state === ALL || row.state === state))
      .map((row) => [row.reason, row.reason]),
  );
  const contacts = useInfiniteQuery(
    trpc.campaigns.contacts.infiniteQueryOptions(
      { campaignId, limit: 100, ...(state === ALL ? {} : { state }), ...(reason === ALL ? {} : { reason }) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: (before) => before },
    ),
  );
  const rows = contacts.data?.pages.flatMap((page) => page.items);
  const reasonText = (row: Row): string => word("reason", row.reason || (row.state === "ready" ? "new" : "none"));
  const columns: Column<Row>[] = [
    {
      key: "name",
      header: t("contact"),
      width: "11rem",
      csv: (row) => row.displayName,
      cell: (row) => <span className="font-medium">{row.displayName || "—"}</span>,
    },
    {
      key: "phone",
      header: t("phone"),
      width: "9.5rem",
      csv: (row) => row.phone,
      cell: (row) => <PhoneNumber phone={row.phone} />,
    },
    {
      key: "state",
      header: t("state"),
      width: "6.5rem",
      csv: (row) => label("campaignContactState", row.state),
      cell: (row) => <Badge tone={CONTACT_TONES[row.state]}>{label("campaignContactState", row.state)}</Badge>,
    },
    { key: "reason", header: t("reason"), csv: reasonText, cell: reasonText },
    {
      key: "next",
      header: t("nextWhen"),
      width: "8.5rem",
      csv: (row) => (row.state === "ready" ? row.nextAttemptAt.toISOString() : ""),
      cell: (row) =>
        row.state === "ready" ? <NextAt at={row.nextAttemptAt} /> : <span className="text-faint">—</span>,
    },
    {
      key: "attempts",
      header: t("attempts"),
      width: "4.5rem",
      align: "right",
      csv: (row) => row.attempts,
      cell: (row) => <Count value={row.attempts} />,
    },
    {
      key: "lastAt",
      header: t("lastAt"),
      width: "8.5rem",
      csv: (row) => row.lastAttemptAt?.toISOString(),
      cell: (row) => <DateTime at={row.lastAttemptAt} />,
    },
  ];
  return (
    <Query of={contacts}>
      {() => (
        <>
          <Table
            label={t("contacts")}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.contactId}
            onOpen={(row) => setOpen(row.contactId)}
            exportName="campaign-contacts"
            toolbar={
              <>
                <Select
                  size="sm"
                  aria-label={t("state")}
                  value={state}
                  onChange={(next) => {
                    setState(next);
                    setReason(ALL);
                  }}
                  className="w-36"
                  options={[
                    { value: ALL, label: t("anyState") },
                    ...CAMPAIGN_CONTACT_STATES.map((value) => ({ value, label: label("campaignContactState", value) })),
                  ]}
                />
                <Select
                  size="sm"
                  aria-label={t("reason")}
                  value={reason}
                  onChange={setReason}
                  className="w-60"
                  options={[
                    { value: ALL, label: t("anyReason") },
                    ...[...reasons.keys()].map((value) => ({ value, label: word("reason", value) })),
                  ]}
                />
              </>
            }
            empty={
              <EmptyState icon={<UsersRound aria-hidden />} title={common("nothingFound")}>
                {t("noContacts")}
              </EmptyState>
            }
            footer={
              <LoadMore
                shown={rows?.length ?? 0}
                hasMore={contacts.hasNextPage}
                loading={contacts.isFetchingNextPage}
                onMore={() => void contacts.fetchNextPage()}
              />
            }
          />
          {open ? <ContactSheet campaignId={campaignId} contactId={open} onClose={() => setOpen(null)} /> : null}
        </>
      )}
    </Query>
  );
}
