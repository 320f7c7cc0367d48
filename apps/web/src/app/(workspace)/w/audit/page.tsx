"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, ScrollText } from "lucide-react";
import { useTimeZone, useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel, useTextOf } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card, EmptyState, Facts, PageHeader } from "~/ui/layout.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Paged } from "~/ui/paged.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { AuditFilters, type AuditFilterValues, askedOf, NO_FILTERS } from "~/workspace/audit-filters.tsx";

type Entry = RouterOutputs["audit"]["list"]["items"][number];

export default function Page() {
  const t = useTranslations("workspace.audit");
  const textOf = useTextOf();
  const label = useEnumLabel();
  const trpc = useTRPC();
  const zone = useTimeZone() ?? "UTC";
  const [filters, setFilters] = useState<AuditFilterValues>(NO_FILTERS);
  const [open, setOpen] = useState<Entry | null>(null);
  const audit = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(
      { ...askedOf(filters, zone), limit: 100 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const actor = (row: Entry): string => row.actorName || label("actorKind", row.actorKind);
  const said = (row: Entry): string => textOf(`common.auditAction.${row.action.replaceAll(".", "_")}`) ?? row.action;
  const columns: Column<Entry>[] = [
    {
      key: "at",
      header: t("at"),
      width: "11rem",
      csv: (row) => row.at.toISOString(),
      cell: (row) => <DateTime at={row.at} style="seconds" />,
    },
    {
      key: "actor",
      header: t("actor"),
      width: "13rem",
      csv: actor,
      cell: (row) => <span className="font-medium">{actor(row)}</span>,
    },
    { key: "action", header: t("action"), csv: (row) => row.action, cell: said },
    {
      key: "what",
      header: t("what"),
      csv: (row) => changeText(row.after),
      cell: (row) => (
        <span className="block max-w-md truncate text-xs text-muted">
          {changeText(row.after) || changeText(row.before)}
        </span>
      ),
    },
    {
      key: "ip",
      header: t("ip"),
      width: "9rem",
      csv: (row) => row.ip,
      cell: (row) => <span className="tabular text-xs text-muted">{row.ip ?? "—"}</span>,
    },
  ];
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("hint")}
        actions={
          <Button asChild icon={<Download aria-hidden />}>
            <a href={`/api/audit.csv?${addressOf(askedOf(filters, zone))}`} download>
              {t("exportAll")}
            </a>
          </Button>
        }
      />
      <Paged of={audit}>
        {(rows, foot) => (
          <Card flush>
            <Table
              label={t("title")}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.id}
              onOpen={setOpen}
              exportName="audit"
              toolbar={<AuditFilters values={filters} onChange={setFilters} />}
              skeletonRows={12}
              empty={
                <EmptyState icon={<ScrollText aria-hidden />} title={t("empty")}>
                  {t("emptyHint")}
                </EmptyState>
              }
              footer={foot}
            />
          </Card>
        )}
      </Paged>
      <Sheet open={open !== null} onOpenChange={(on) => !on && setOpen(null)} title={open ? said(open) : ""}>
        {open ? (
          <div className="flex flex-col gap-5">
            <Facts
              items={[
                { label: t("at"), value: <DateTime at={open.at} style="seconds" /> },
                { label: t("actor"), value: actor(open) },
                { label: t("entity"), value: `${open.entity} ${open.entityId}` },
                { label: t("ip"), value: open.ip ?? "—" },
                { label: t("request"), value: <span className="font-mono text-xs">{open.requestId}</span> },
              ]}
            />
            <Change title={t("before")} value={open.before} />
            <Change title={t("after")} value={open.after} />
          </div>
        ) : null}
      </Sheet>
    </>
  );
}

/** Filters as an address asks for them. */
function addressOf(asked: object): string {
  const said = Object.entries(asked).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    value instanceof Date ? [[key, value.toISOString()]] : typeof value === "string" ? [[key, value]] : [],
  );
  return new URLSearchParams(said).toString();
}

/** A change in one line: "role agent, seat A-1". */
function changeText(value: Entry["after"]): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "";
  return Object.entries(value)
    .map(([key, one]) => `${key} ${typeof one === "object" ? JSON.stringify(one) : String(one)}`)
    .join(", ");
}

function Change({ title, value }: { title: string; value: Entry["after"] }) {
  if (value === null) return null;
  return (
    <section>
      <h3 className="mb-1 text-xs font-medium text-muted">{title}</h3>
      <pre className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs">{JSON.stringify(value, null, 2)}</pre>
    </section>
  );
}
