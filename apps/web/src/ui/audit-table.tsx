"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { ScrollText } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useEnumLabel, useTextOf } from "~/i18n/enum-label.ts";
import { ChangeInShort, Changes } from "./audit-changes.tsx";
import { DateTime } from "./format.tsx";
import { EmptyState, Facts } from "./layout.tsx";
import { Sheet } from "./overlay.tsx";
import { type Column, Table } from "./table.tsx";

export type AuditRow = RouterOutputs["operator"]["audit"]["list"]["items"][number];

interface AuditTableProps {
  readonly rows: readonly AuditRow[] | undefined;
  readonly toolbar?: ReactNode;
  readonly footer?: ReactNode;
}

/** What was done, by whom; a row opens into what it changed. */
export function AuditTable({ rows, toolbar, footer }: AuditTableProps) {
  const t = useTranslations("common.audit");
  const textOf = useTextOf();
  const label = useEnumLabel();
  const [open, setOpen] = useState<AuditRow | null>(null);
  const actionText = (row: AuditRow): string =>
    textOf(`common.auditAction.${row.action.replaceAll(".", "_")}`) ?? row.action;
  const entityText = (row: AuditRow): string => textOf(`common.auditEntity.${row.entity}`) ?? row.entity;
  const actor = (row: AuditRow): string => row.actorName || label("actorKind", row.actorKind);
  const columns: Column<AuditRow>[] = [
    {
      key: "at",
      header: t("at"),
      cell: (row) => <DateTime at={row.at} style="seconds" />,
      csv: (row) => row.at.toISOString(),
      width: "11rem",
    },
    { key: "actor", header: t("actor"), cell: actor, csv: actor, width: "12rem" },
    {
      key: "action",
      header: t("action"),
      cell: (row) => (
        <span className="block truncate">
          <span className="font-medium">{actionText(row)}</span>{" "}
          <span className="text-xs text-muted">
            <ChangeInShort entity={row.entity} before={row.before} after={row.after} />
          </span>
        </span>
      ),
      csv: (row) => row.action,
    },
    {
      key: "entity",
      header: t("entity"),
      cell: (row) => <span className="text-muted">{entityText(row)}</span>,
      csv: (row) => `${row.entity} ${row.entityId}`,
      width: "9rem",
    },
    {
      key: "change",
      header: t("after"),
      fileOnly: true,
      cell: () => null,
      csv: (row) => (row.after === null ? "" : JSON.stringify(row.after)),
    },
    {
      key: "ip",
      header: t("ip"),
      cell: (row) => <span className="tabular text-muted">{row.ip ?? "—"}</span>,
      csv: (row) => row.ip,
      width: "8rem",
    },
  ];
  return (
    <>
      <Table
        label={t("title")}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={setOpen}
        exportName="audit"
        toolbar={toolbar}
        footer={footer}
        empty={
          <EmptyState icon={<ScrollText />} title={t("empty")}>
            {t("emptyHint")}
          </EmptyState>
        }
      />
      <Sheet
        open={open !== null}
        onOpenChange={() => setOpen(null)}
        title={open ? actionText(open) : ""}
        description={open ? actor(open) : undefined}
      >
        {open ? (
          <div className="flex flex-col gap-4">
            <Facts
              items={[
                { label: t("at"), value: <DateTime at={open.at} style="seconds" /> },
                { label: t("action"), value: <code className="font-mono text-xs">{open.action}</code> },
                {
                  label: t("entity"),
                  value: <code className="font-mono text-xs">{`${open.entity} ${open.entityId}`}</code>,
                },
                { label: t("ip"), value: open.ip ?? "—" },
                {
                  label: t("request"),
                  value: <code className="font-mono text-xs break-all">{open.requestId ?? "—"}</code>,
                },
              ]}
            />
            <Changes entity={open.entity} before={open.before} after={open.after} />
          </div>
        ) : null}
      </Sheet>
    </>
  );
}
