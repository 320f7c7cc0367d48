"use client";
import type { RouterInputs, RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Checkbox } from "~/ui/form.tsx";
import { ErrorState, Notice } from "~/ui/layout.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import type { Columns } from "./column-roles.ts";
import { ColumnTable } from "./column-table.tsx";
import { PreviewRows } from "./preview-rows.tsx";
import { ReadingChoice } from "./reading-choice.tsx";

export type Preview = RouterOutputs["lists"]["previewImport"];
export type Reading = NonNullable<RouterInputs["lists"]["previewImport"]["reading"]>;

/** What an uploaded file would become, before it becomes it: how it is read, what its columns are, its first rows. */
export function ImportPreview({
  importId,
  fileName,
  onClose,
}: {
  importId: string;
  fileName: string;
  onClose: () => void;
}) {
  const t = useTranslations("workspace.importPreview");
  const describe = useDescribeError();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [reading, setReading] = useState<Reading>({});
  const [mine, setMine] = useState<Columns | null>(null);
  const lacksPhone = mine !== null && mine.phones.length === 0;
  const preview = useQuery({
    ...trpc.lists.previewImport.queryOptions({ importId, reading, ...(mine ? { columns: mine } : {}) }),
    enabled: !lacksPhone,
    placeholderData: (before) => before,
    retry: false,
    meta: { quiet: true },
  });
  const shown = preview.data;
  const columns = mine ?? shown?.columns ?? null;
  const done = async (): Promise<void> => {
    await queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() });
    onClose();
  };
  const confirm = useMutation(
    trpc.lists.confirmImport.mutationOptions({
      onSuccess: async () => {
        toast.success(t("begun"));
        await done();
      },
    }),
  );
  const discard = useMutation(
    trpc.lists.cancelImport.mutationOptions({
      onSuccess: async () => {
        toast.success(t("discarded"));
        await done();
      },
    }),
  );
  // Another way of reading has other columns: they are guessed again.
  const read = (next: Reading): void => {
    setReading(next);
    setMine(null);
  };
  const ready = columns !== null && columns.phones.length > 0 && !preview.error;
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name: fileName })}
      description={t("hint")}
      onSubmit={() => {
        if (ready) confirm.mutate({ importId, reading, columns });
      }}
      footer={
        <>
          <Button className="mr-auto" busy={discard.isPending} onClick={() => discard.mutate({ importId })}>
            {t("discard")}
          </Button>
          <Button onClick={onClose}>{t("later")}</Button>
          <Button type="submit" tone="primary" disabled={!ready || preview.isPlaceholderData} busy={confirm.isPending}>
            {t("import")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4" aria-busy={preview.isFetching}>
        {preview.error ? <ErrorState title={t("unreadableFile")} message={describe(preview.error).message} /> : null}
        {shown ? <ReadingChoice reading={shown.reading} onRead={(next) => read({ ...reading, ...next })} /> : null}
        {shown && columns ? (
          <>
            <Remarks of={shown} lacksPhone={columns.phones.length === 0} />
            <Checkbox
              checked={columns.hasHeader}
              onChange={(hasHeader) => setMine({ ...columns, hasHeader })}
              label={t("hasHeader")}
            />
            <ColumnTable of={shown} columns={columns} onChange={setMine} />
            <PreviewRows rows={shown.rows} />
          </>
        ) : preview.error ? null : (
          <Skeleton className="h-80 w-full" />
        )}
      </div>
    </Sheet>
  );
}

function Remarks({ of, lacksPhone }: { of: Preview; lacksPhone: boolean }) {
  const t = useTranslations("workspace.importPreview");
  return (
    <>
      {of.columnsBy === "memory" ? <Notice>{t("byMemory")}</Notice> : null}
      {lacksPhone ? <Notice tone="danger">{t("noPhone")}</Notice> : null}
      {of.unreadable > 0 ? <Notice tone="warn">{t("unreadable", { count: of.unreadable })}</Notice> : null}
      {of.hollow > 0 ? <Notice tone="warn">{t("hollow", { count: of.hollow })}</Notice> : null}
    </>
  );
}
