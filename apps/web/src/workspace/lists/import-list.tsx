"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Ago } from "~/ui/format.tsx";
import { Notice } from "~/ui/layout.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Badge, ProgressBar, toneOf } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { StackedBar } from "~/workspace/stacked-bar.tsx";
import { useWord } from "~/workspace/words.ts";
import { useBytes } from "./bytes.ts";
import { RejectsSheet } from "./rejects-sheet.tsx";

export type Import = RouterOutputs["lists"]["imports"][number];

export function ImportList({ imports, onCheck }: { imports: readonly Import[]; onCheck: (of: Import) => void }) {
  const [rejectsOf, setRejectsOf] = useState<Import | null>(null);
  return (
    <>
      <ul className="divide-y">
        {imports.map((one) => (
          <ImportRow key={one.id} of={one} onRejects={() => setRejectsOf(one)} onCheck={() => onCheck(one)} />
        ))}
      </ul>
      {rejectsOf ? <RejectsSheet of={rejectsOf} onClose={() => setRejectsOf(null)} /> : null}
    </>
  );
}

/** One upload: how far it is while it runs, and what became of each of its rows. The four counters are all rows. */
function ImportRow({ of, onRejects, onCheck }: { of: Import; onRejects: () => void; onCheck: () => void }) {
  const t = useTranslations("workspace.lists");
  const label = useEnumLabel();
  const word = useWord();
  const format = useFormatter();
  const bytes = useBytes();
  const may = useMay();
  const number = (value: number): string => format.number(value);
  const running = of.state === "queued" || of.state === "running";
  const { accepted, duplicate, doNotCall, rejected, processed } = of;
  const unread = of.state === "uploaded" || of.errorCode === "NO_PHONE_COLUMN";
  const notOnList = duplicate + doNotCall + rejected;
  return (
    <li className="px-4 py-3.5" data-import={of.id} data-state={of.state}>
      <div className="mb-2 flex items-center gap-3">
        <span className="truncate text-sm font-medium">{of.fileName}</span>
        <Badge tone={toneOf(of.state)} dot={running}>
          {label("importState", of.state)}
        </Badge>
        <span className="text-xs text-faint">{bytes(of.fileBytes)}</span>
        <span className="text-xs text-muted">
          <Ago at={of.createdAt} />
        </span>
        <span className="ml-auto flex items-center gap-2">
          {notOnList > 0 ? (
            <Button size="sm" tone="ghost" onClick={onRejects}>
              {t("showRejects", { count: notOnList })}
            </Button>
          ) : null}
          {running ? <StopButton importId={of.id} /> : null}
          {of.resumable && !unread ? <ResumeButton importId={of.id} /> : null}
          {unread && may("list.write") ? (
            <Button size="sm" tone="primary" onClick={onCheck}>
              {t("check")}
            </Button>
          ) : null}
        </span>
      </div>
      {running ? (
        <div className="mb-3 flex items-center gap-3">
          <ProgressBar value={of.state === "queued" ? null : of.percent} max={100} label={of.fileName} />
          <span className="tabular w-14 shrink-0 text-right text-xs text-muted">
            {of.state === "queued" ? "" : `${format.number(of.percent, { maximumFractionDigits: 1 })} %`}
          </span>
        </div>
      ) : null}
      {of.errorCode ? <Notice tone="danger">{word("importError", of.errorCode)}</Notice> : null}
      {processed > 0 ? (
        <>
          <StackedBar
            label={of.fileName}
            format={number}
            parts={[
              { key: "accepted", label: t("accepted"), value: accepted, tone: "ok" },
              { key: "duplicate", label: t("duplicate"), value: duplicate, tone: "neutral" },
              { key: "doNotCall", label: t("doNotCall"), value: doNotCall, tone: "warn" },
              { key: "rejected", label: t("rejected"), value: rejected, tone: "danger" },
            ]}
          />
          <p className="tabular mt-1.5 text-xs text-faint">
            {t("sumOf", {
              accepted: number(accepted),
              duplicate: number(duplicate),
              doNotCall: number(doNotCall),
              rejected: number(rejected),
              processed: number(processed),
            })}
          </p>
        </>
      ) : null}
    </li>
  );
}

function ResumeButton({ importId }: { importId: string }) {
  const t = useTranslations("workspace.lists");
  const may = useMay();
  const trpc = useTRPC();
  const resume = useMutation(trpc.lists.resumeImport.mutationOptions({ onSuccess: () => toast.success(t("resumed")) }));
  if (!may("list.write")) return null;
  return (
    <Button size="sm" busy={resume.isPending} onClick={() => resume.mutate({ importId })}>
      {t("resume")}
    </Button>
  );
}

function StopButton({ importId }: { importId: string }) {
  const t = useTranslations("workspace.lists");
  const may = useMay();
  const trpc = useTRPC();
  const [asking, setAsking] = useState(false);
  const stop = useMutation(
    trpc.lists.cancelImport.mutationOptions({
      onSuccess: () => toast.success(t("stopped")),
      onSettled: () => setAsking(false),
    }),
  );
  if (!may("list.write")) return null;
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        {t("stop")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("stopTitle")}
        description={t("stopHint")}
        confirmText={t("stop")}
        busy={stop.isPending}
        onConfirm={() => stop.mutate({ importId })}
      />
    </>
  );
}
