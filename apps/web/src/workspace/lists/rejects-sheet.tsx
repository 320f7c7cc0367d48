"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count } from "~/ui/format.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Paged } from "~/ui/paged.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { useWord } from "~/workspace/words.ts";

type Reject = RouterOutputs["lists"]["rejects"]["items"][number];

/** The rows of an upload that are not on the list, each with its reason, and the same as a file to mend. */
export function RejectsSheet({ of, onClose }: { of: { id: string; fileName: string }; onClose: () => void }) {
  const t = useTranslations("workspace.lists");
  const word = useWord();
  const trpc = useTRPC();
  const rejects = useInfiniteQuery(
    trpc.lists.rejects.infiniteQueryOptions(
      { importId: of.id, limit: 100 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const columns: Column<Reject>[] = [
    {
      key: "row",
      header: t("row"),
      width: "5rem",
      align: "right",
      sort: (row) => row.rowNumber,
      cell: (row) => <Count value={row.rowNumber} />,
    },
    {
      key: "reason",
      header: t("reason"),
      width: "14rem",
      sort: (row) => row.reason,
      cell: (row) => word("reject", row.reason),
    },
    {
      key: "raw",
      header: t("text"),
      cell: (row) => <code className="block max-w-80 truncate font-mono text-xs text-muted">{row.raw}</code>,
    },
  ];
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t("rejectsTitle", { name: of.fileName })}
      description={t("rejectsHint")}
      footer={
        <Button asChild>
          <a href={`/api/imports/${of.id}/rejects.csv`} download>
            <Download aria-hidden />
            {t("download")}
          </a>
        </Button>
      }
    >
      <Paged of={rejects}>
        {(rows, foot) => (
          <div className="-mx-5 border-t">
            <Table
              label={t("rejectsTitle", { name: of.fileName })}
              columns={columns}
              rows={rows}
              rowKey={(row) => String(row.rowNumber)}
              empty={null}
              footer={foot}
            />
          </div>
        )}
      </Paged>
    </Sheet>
  );
}
