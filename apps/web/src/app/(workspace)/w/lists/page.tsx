"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { Contact, KeyRound, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count, Day } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { SearchField } from "~/ui/search-field.tsx";
import { ProgressBar, StatusDot, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { ApiKeysSheet } from "~/workspace/lists/api-keys-sheet.tsx";
import { CreateListDialog } from "~/workspace/lists/create-list-dialog.tsx";

type List = RouterOutputs["lists"]["list"][number];

export default function Page() {
  const t = useTranslations("workspace.lists");
  const label = useEnumLabel();
  const may = useMay();
  const trpc = useTRPC();
  const lists = useQuery(trpc.lists.list.queryOptions({}));
  const [creating, setCreating] = useState(false);
  const [keys, setKeys] = useState(false);
  const [search, setSearch] = useState("");
  const onSearch = useCallback((text: string) => setSearch(text.toLowerCase()), []);
  const found = lists.data?.filter((list) => `${list.name} ${list.source}`.toLowerCase().includes(search));
  const createButton = may("list.write") ? (
    <Button tone="primary" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
      {t("create")}
    </Button>
  ) : null;
  const columns: Column<List>[] = [
    { key: "name", header: t("name"), sort: (row) => row.name, csv: (row) => row.name, cell: (row) => row.name },
    {
      key: "source",
      header: t("source"),
      sort: (row) => row.source,
      csv: (row) => row.source,
      cell: (row) => (
        <span className="line-clamp-2 whitespace-normal text-muted" title={row.source}>
          {row.source}
        </span>
      ),
      share: "16rem",
    },
    {
      key: "consent",
      header: t("consent"),
      width: "7rem",
      sort: (row) => row.consentBasis,
      csv: (row) => label("consentBasis", row.consentBasis),
      cell: (row) => label("consentBasis", row.consentBasis),
    },
    {
      key: "contacts",
      header: t("contacts"),
      width: "5.5rem",
      align: "right",
      sort: (row) => row.contacts,
      csv: (row) => row.contacts,
      cell: (row) => <Count value={row.contacts} />,
    },
    {
      key: "import",
      header: t("lastImport"),
      width: "8rem",
      sort: (row) => row.lastImport?.createdAt ?? null,
      cell: (row) => <LastImport of={row.lastImport} />,
    },
    {
      key: "created",
      header: t("created"),
      width: "7rem",
      sort: (row) => row.createdAt,
      csv: (row) => row.createdAt.toISOString(),
      cell: (row) => (
        <span className="text-muted">
          <Day date={row.createdAt.toISOString()} />
        </span>
      ),
    },
  ];
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("hint")}
        actions={
          <>
            {may("api_key.read") ? (
              <Button icon={<KeyRound aria-hidden />} onClick={() => setKeys(true)}>
                {t("apiKeys")}
              </Button>
            ) : null}
            {createButton}
          </>
        }
      />
      <Query of={lists}>
        {(data) => (
          <Card flush>
            <Table
              label={t("title")}
              columns={columns}
              rows={found}
              rowKey={(row) => row.id}
              href={(row) => `/w/lists/${row.id}`}
              exportName="lists"
              initialSort={{ key: "created", descending: true }}
              toolbar={<SearchField label={t("search")} onSearch={onSearch} />}
              empty={
                <EmptyState
                  icon={<Contact aria-hidden />}
                  title={t("empty")}
                  action={data?.length === 0 ? createButton : null}
                >
                  {t("emptyHint")}
                </EmptyState>
              }
            />
          </Card>
        )}
      </Query>
      {keys ? <ApiKeysSheet onClose={() => setKeys(false)} /> : null}
      {creating ? (
        <CreateListDialog onClose={() => setCreating(false)} country={lists.data?.[0]?.defaultCountry ?? ""} />
      ) : null}
    </>
  );
}

function LastImport({ of }: { of: List["lastImport"] }) {
  const t = useTranslations("workspace.lists");
  const label = useEnumLabel();
  if (!of) return <span className="text-faint">{t("noImport")}</span>;
  if (of.state === "running")
    return (
      <span className="flex items-center gap-2">
        <ProgressBar value={of.percent} max={100} label={of.fileName} />
        <span className="tabular w-10 text-right text-xs text-muted">{Math.floor(of.percent)} %</span>
      </span>
    );
  return <StatusDot tone={toneOf(of.state)}>{label("importState", of.state)}</StatusDot>;
}
