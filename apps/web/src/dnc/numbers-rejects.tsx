"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTextOf } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Count } from "~/ui/format.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import type { NumbersImport, Side } from "./side.ts";

type Reject = RouterOutputs["dnc"]["importRejects"]["items"][number];

/** The first rows of a file that were not taken, each with its reason. */
export function NumbersRejects({ side, of, onClose }: { side: Side; of: NumbersImport; onClose: () => void }) {
  const t = useTranslations("dnc.imports");
  const textOf = useTextOf();
  const trpc = useTRPC();
  const which = { importId: of.id };
  const operators = useQuery({
    ...trpc.operator.registers.importRejects.queryOptions(which),
    enabled: side === "operator",
  });
  const own = useQuery({ ...trpc.dnc.importRejects.queryOptions(which), enabled: side === "tenant" });
  const { data } = side === "operator" ? operators : own;
  const columns: Column<Reject>[] = [
    { key: "row", header: t("row"), width: "6rem", align: "right", cell: (row) => <Count value={row.row} /> },
    {
      key: "reason",
      header: t("reason"),
      width: "14rem",
      sort: (row) => row.reason,
      csv: (row) => row.reason,
      cell: (row) => textOf(`dnc.imports.rejectReasons.${row.reason}`) ?? row.reason,
    },
    {
      key: "raw",
      header: t("text"),
      csv: (row) => row.raw,
      cell: (row) => <code className="block max-w-80 truncate font-mono text-xs text-muted">{row.raw}</code>,
    },
  ];
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t("rejectsTitle", { name: of.fileName })}
      description={t("rejectsHint", { shown: data?.items.length ?? 0, total: data?.total ?? of.rejected })}
    >
      <div className="-mx-5 border-t">
        <Table
          label={t("rejectsTitle", { name: of.fileName })}
          columns={columns}
          rows={data?.items}
          rowKey={(row) => String(row.row)}
          exportName="rejected-rows"
          empty={null}
        />
      </div>
    </Sheet>
  );
}
