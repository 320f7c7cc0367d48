"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery } from "@tanstack/react-query";
import { UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { EmptyState } from "~/ui/layout.tsx";
import { LoadMore } from "~/ui/load-more.tsx";
import { Query } from "~/ui/query.tsx";
import { SearchField } from "~/ui/search-field.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { RevealPhone } from "~/workspace/reveal-phone.tsx";

type Contact = RouterOutputs["lists"]["contacts"]["items"][number];

/** The columns that a file brought, in one line. */
export function attributesText(attributes: Contact["attributes"]): string {
  if (typeof attributes !== "object" || attributes === null || Array.isArray(attributes)) return "";
  return Object.entries(attributes)
    .map(([key, value]) => `${key}: ${String(value)}`)
    .join(" · ");
}

export function ContactTable({ listId }: { listId: string }) {
  const t = useTranslations("workspace.lists");
  const trpc = useTRPC();
  const [search, setSearch] = useState("");
  const contacts = useInfiniteQuery(
    trpc.lists.contacts.infiniteQueryOptions(
      { listId, limit: 100, ...(search ? { search } : {}) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: (before) => before },
    ),
  );
  const rows = contacts.data?.pages.flatMap((page) => page.items);
  const columns: Column<Contact>[] = [
    {
      key: "name",
      header: t("contactName"),
      width: "16rem",
      cell: (row) => <span className="font-medium">{row.displayName || "—"}</span>,
    },
    {
      key: "phones",
      header: t("phones"),
      width: "16rem",
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
      width: "12rem",
      cell: (row) => <span className="text-muted">{row.points[0]?.timezone.replaceAll("_", " ") ?? "—"}</span>,
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
          toolbar={<SearchField label={t("searchContacts")} onSearch={setSearch} />}
          empty={
            <EmptyState icon={<UsersRound aria-hidden />} title={search ? t("noneFound") : t("noContacts")}>
              {search ? t("noneFoundHint") : t("noContactsHint")}
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
