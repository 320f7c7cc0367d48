"use client";
import { Library, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "~/ui/button.tsx";
import { Count, LastDay, useNow } from "~/ui/format.tsx";
import { Card, EmptyState, Notice } from "~/ui/layout.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { type Register, type Side, useMayWrite, validity } from "./side.ts";

const UploadNumbers = dynamic(() => import("./upload-numbers.tsx").then((it) => it.UploadNumbers));

const RegisterDialog = dynamic(() => import("./register-dialog.tsx").then((it) => it.RegisterDialog));

/** The registers that bind, with what is in them and until when they may be dialled by. */
export function RegistersCard({ side, registers }: { side: Side; registers: readonly Register[] | undefined }) {
  const t = useTranslations("dnc.registers");
  const mayWrite = useMayWrite(side);
  const now = useNow(60_000);
  const [editing, setEditing] = useState<Register | "new" | null>(null);
  const [uploading, setUploading] = useState<Register | null>(null);
  const own = (row: Register): boolean => row.operator === (side === "operator");
  const ending = (registers ?? []).filter((row) => row.enabled && row.filled && validity(row, now) !== "good");
  const create = mayWrite ? (
    <Button icon={<Plus aria-hidden />} onClick={() => setEditing("new")}>
      {t("create")}
    </Button>
  ) : null;
  const columns: Column<Register>[] = [
    {
      key: "name",
      header: t("name"),
      sort: (row) => row.name,
      csv: (row) => row.name,
      cell: (row) => (
        <span className="flex min-w-0 flex-col">
          <span className="truncate font-medium" title={row.name}>
            {row.name}
          </span>
          {row.source ? <span className="truncate text-xs text-muted">{row.source}</span> : null}
        </span>
      ),
    },
    {
      key: "numbers",
      header: t("numbers"),
      align: "right",
      width: "7rem",
      sort: (row) => row.numbers,
      csv: (row) => row.numbers,
      cell: (row) => <Count value={row.numbers} />,
    },
    {
      key: "validUntil",
      header: t("validUntil"),
      width: "8.5rem",
      sort: (row) => row.validUntil,
      csv: (row) => row.validUntil?.toISOString(),
      cell: (row) =>
        row.validUntil ? <LastDay at={row.validUntil} /> : <span className="text-muted">{t("forGood")}</span>,
    },
    { key: "state", header: t("state"), width: "10.5rem", cell: (row) => <State of={row} now={now} /> },
    ...(side === "tenant"
      ? [
          {
            key: "keeper",
            header: t("keeper"),
            width: "6rem",
            cell: (row: Register) => (row.operator ? t("operator") : t("own")),
          },
        ]
      : []),
    {
      key: "actions",
      header: t("edit"),
      hideHeader: true,
      align: "right",
      width: "12rem",
      cell: (row) =>
        mayWrite && own(row) ? (
          <span className="-my-1 inline-flex gap-2">
            <Button size="sm" onClick={() => setUploading(row)}>
              {t("upload")}
            </Button>
            <Button size="sm" tone="ghost" onClick={() => setEditing(row)}>
              {t("change")}
            </Button>
          </span>
        ) : null,
    },
  ];
  return (
    <>
      {ending.length > 0 ? (
        <div className="mb-4">
          <Notice tone="warn">
            {t("soon", { count: ending.length, names: ending.map(({ name }) => name).join(", ") })}
          </Notice>
        </div>
      ) : null}
      <Card flush title={t("title")} actions={create}>
        <Table
          label={t("title")}
          columns={columns}
          rows={registers}
          rowKey={(row) => row.id}
          exportName="registers"
          empty={
            <EmptyState compact icon={<Library aria-hidden />} title={t("empty")}>
              {t("emptyHint")}
            </EmptyState>
          }
        />
      </Card>
      {editing ? (
        <RegisterDialog side={side} register={editing === "new" ? null : editing} onDone={() => setEditing(null)} />
      ) : null}
      {uploading ? (
        <UploadNumbers
          side={side}
          target={{ kind: "register", id: uploading.id, name: uploading.name }}
          onDone={() => setUploading(null)}
        />
      ) : null}
    </>
  );
}

function State({ of, now }: { of: Register; now: number | null }) {
  const t = useTranslations("dnc.registers");
  if (!of.enabled) return <Badge>{t("off")}</Badge>;
  if (!of.filled) return <Badge>{t("unfilled")}</Badge>;
  const left = validity(of, now);
  if (left === "over") return <Badge tone="danger">{t("outdated")}</Badge>;
  return left === "soon" ? <Badge tone="warn">{t("endsSoon")}</Badge> : <Badge tone="ok">{t("inForce")}</Badge>;
}
