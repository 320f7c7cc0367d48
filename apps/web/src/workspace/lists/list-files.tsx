"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useTranslations } from "next-intl";
import { useMay } from "~/shell/me.tsx";
import { Count } from "~/ui/format.tsx";
import { Card, Stat, StatRow } from "~/ui/layout.tsx";
import { type Import, ImportList } from "./import-list.tsx";
import { UploadPanel } from "./upload-panel.tsx";

export type ListView = RouterOutputs["lists"]["get"];

/** Where a file is dropped, what became of all rows so far, and of each file. */
export function ListFiles({
  list,
  imports,
  adding,
  onCheck,
}: {
  list: ListView;
  imports: readonly Import[] | undefined;
  /** Somebody came here to add a file. */
  adding: boolean;
  onCheck: (of: { readonly id: string; readonly fileName: string }) => void;
}) {
  const t = useTranslations("workspace.lists");
  const may = useMay();
  const { accepted, duplicate, doNotCall, rejected } = list.imported;
  const isNew = imports?.length === 0 && list.contacts === 0;
  return (
    <div className="flex flex-col gap-4">
      {may("list.write") ? (
        <UploadPanel listId={list.id} compact={(imports?.length ?? 1) > 0} takesFocus={adding} onUploaded={onCheck} />
      ) : null}
      {isNew ? null : (
        <>
          <div className="-mb-4">
            <StatRow columns={4}>
              <Stat label={t("accepted")} value={<Count value={accepted} />} />
              <Stat label={t("duplicate")} value={<Count value={duplicate} />} />
              <Stat label={t("doNotCall")} value={<Count value={doNotCall} />} />
              <Stat
                label={t("rejected")}
                value={<Count value={rejected} />}
                {...(rejected > 0 ? { tone: "warn" as const } : {})}
              />
            </StatRow>
          </div>
          <Card flush title={t("imports")}>
            {imports?.length ? (
              <ImportList imports={imports} onCheck={onCheck} />
            ) : (
              <p className="px-4 py-6 text-sm text-muted">{imports ? t("noImports") : "…"}</p>
            )}
          </Card>
        </>
      )}
    </div>
  );
}
