"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery } from "@tanstack/react-query";
import { UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { EmptyState } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { LoadMore } from "~/ui/load-more.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { CONTACT_TONES } from "~/workspace/campaigns/contact-state.tsx";
import { RevealPhone } from "~/workspace/reveal-phone.tsx";
import { useWord } from "~/workspace/words.ts";
import { ContactFilterBar, type ContactFilters } from "./contact-filters.tsx";

type Contact = RouterOutputs["lists"]["contacts"]["items"][number];

/** The columns that a file brought, in one line. */
export function attributesText(attributes: Contact["attributes"]): string {
  if (typeof attributes !== "object" || attributes === null || Array.isArray(attributes)) return "";
  return Object.entries(attributes)
    .map(([key, value]) => `${key}: ${String(value)}`)
    .join(" · ");
}

type Standing = Contact["campaigns"][number];

/** Campaigns in which somebody stands the same are said once. */
function alike(campaigns: readonly Standing[]): { readonly one: Standing; readonly names: string[] }[] {
  const groups = new Map<string, { one: Standing; names: string[] }>();
  for (const one of campaigns) {
    const key = `${one.state} ${one.reason} ${one.attempts}`;
    const group = groups.get(key);
    if (group) group.names.push(one.name);
    else groups.set(key, { one, names: [one.name] });
  }
  return [...groups.values()];
}

export function ContactTable({ listId, attributes }: { listId: string; attributes: readonly string[] }) {
  const t = useTranslations("workspace.lists");
  const trpc = useTRPC();
  const may = useMay();
  const label = useEnumLabel();
  const word = useWord();
  const [filters, setFilters] = useState<ContactFilters>({});
  const { attribute, ...others } = filters;
  const filtered = Object.keys(filters).length > 0;
  const contacts = useInfiniteQuery(
    trpc.lists.contacts.infiniteQueryOptions(
      { listId, limit: 100, ...others, ...(attribute?.value.trim() ? { attribute } : {}) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: (before) => before },
    ),
  );
  const rows = contacts.data?.pages.flatMap((page) => page.items);
  const columns: Column<Contact>[] = [
    {
      key: "name",
      header: t("contactName"),
      width: "12rem",
      cell: (row) => (
        <span className="flex items-center gap-2">
          {may("contact.read") ? (
            <Link href={`/w/contacts/${row.id}`} className="truncate font-medium hover:underline">
              {row.displayName || "—"}
            </Link>
          ) : (
            <span className="truncate font-medium">{row.displayName || "—"}</span>
          )}
          {row.vip ? <Badge tone="warn">VIP</Badge> : null}
        </span>
      ),
    },
    {
      key: "phones",
      header: t("phones"),
      width: "11rem",
      cell: (row) => (
        <span className="flex flex-col">
          {row.points.map((point) => (
            <RevealPhone key={point.id} masked={point.phone} contactPointId={point.id} />
          ))}
        </span>
      ),
    },
    {
      key: "zone",
      header: t("zone"),
      width: "9.5rem",
      cell: (row) => <span className="text-muted">{row.points[0]?.timezone.replaceAll("_", " ") ?? "—"}</span>,
    },
    {
      key: "stands",
      header: t("stands"),
      width: "15rem",
      cell: (row) => (
        <span className="flex flex-col gap-0.5">
          {alike(row.campaigns).map(({ one, names }) => (
            <span key={one.campaignId} className="flex items-center gap-1.5 text-xs" title={names.join(", ")}>
              <Badge tone={CONTACT_TONES[one.state]}>{label("campaignContactState", one.state)}</Badge>
              <span className="truncate text-muted">
                {word("reason", one.reason || "new")}
                {one.attempts > 0 ? ` · ${t("tried", { count: one.attempts })}` : null}
                {names.length > 1 ? ` · ${t("inCampaigns", { count: names.length })}` : null}
              </span>
            </span>
          ))}
        </span>
      ),
    },
    {
      key: "attributes",
      header: t("attributes"),
      cell: (row) => (
        <span className="block max-w-lg truncate text-xs text-muted">{attributesText(row.attributes) || "—"}</span>
      ),
    },
  ];
  return (
    <Query of={contacts}>
      {() => (
        <Table
          label={t("tabContacts")}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          toolbar={<ContactFilterBar filters={filters} attributes={attributes} onChange={setFilters} />}
          empty={
            <EmptyState icon={<UsersRound aria-hidden />} title={filtered ? t("noneFound") : t("noContacts")}>
              {filtered ? t("noneFoundHint") : t("noContactsHint")}
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
      )}
    </Query>
  );
}
