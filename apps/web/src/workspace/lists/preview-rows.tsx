"use client";
import { useTranslations } from "next-intl";
import { Count, PhoneNumber } from "~/ui/format.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { useWord } from "~/workspace/words.ts";
import { attributesText } from "./contact-table.tsx";
import type { Preview } from "./import-preview.tsx";

type Row = Preview["rows"][number];

/** The first rows as they would be on the list, or why they would not. */
export function PreviewRows({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations("workspace.importPreview");
  const lists = useTranslations("workspace.lists");
  const word = useWord();
  const columns: Column<Row>[] = [
    {
      key: "row",
      header: t("row"),
      width: "3rem",
      align: "right",
      cell: (row) => (
        <span className="text-faint">
          <Count value={row.rowNumber} />
        </span>
      ),
    },
    {
      key: "becomes",
      header: t("becomes"),
      width: "11rem",
      cell: (row) =>
        row.accepted ? (
          <span className="font-medium">{row.name || "—"}</span>
        ) : (
          <Badge tone="warn">{word("reject", row.reason)}</Badge>
        ),
    },
    {
      key: "phones",
      header: lists("phones"),
      width: "9.5rem",
      cell: (row) =>
        row.accepted ? (
          <span className="flex flex-col">
            {row.phones.map(({ phone }) => (
              <PhoneNumber key={phone} phone={phone} />
            ))}
          </span>
        ) : null,
    },
    {
      key: "zone",
      header: t("zone"),
      width: "7.5rem",
      cell: (row) =>
        row.accepted ? (
          <span className="text-xs text-muted">{row.phones[0]?.timezone.replaceAll("_", " ")}</span>
        ) : null,
    },
    {
      key: "fields",
      header: t("fields"),
      cell: (row) =>
        row.accepted ? (
          <span
            className="line-clamp-2 max-w-64 text-xs whitespace-normal text-muted"
            title={attributesText(row.attributes)}
          >
            {attributesText(row.attributes)}
          </span>
        ) : (
          <code className="font-mono text-xs text-faint">{row.raw}</code>
        ),
    },
  ];
  return (
    <div className="overflow-hidden rounded-lg border">
      <Table label={t("rows")} columns={columns} rows={rows} rowKey={(row) => String(row.rowNumber)} empty={null} />
    </div>
  );
}
