"use client";
import { useMutation } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel, useTextOf } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Ago } from "~/ui/format.tsx";
import { Card, EmptyState, Notice } from "~/ui/layout.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Badge, ProgressBar, toneOf } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { useBytes } from "~/workspace/lists/bytes.ts";
import { NumbersRejects } from "./numbers-rejects.tsx";
import { type NumbersImport, type Side, useMayWrite } from "./side.ts";

interface Parts {
  readonly side: Side;
  readonly imports: readonly NumbersImport[] | undefined;
  /** What a register or campaign is called. */
  readonly nameOf: (of: NumbersImport) => string;
}

/** Files of numbers, newest first: how far each is, and what became of its rows. */
export function NumbersImports({ side, imports, nameOf }: Parts) {
  const t = useTranslations("dnc.imports");
  const [rejectsOf, setRejectsOf] = useState<NumbersImport | null>(null);
  return (
    <Card flush title={t("title")}>
      {imports?.length === 0 ? (
        <EmptyState compact icon={<FileUp aria-hidden />} title={t("empty")}>
          {t("emptyHint")}
        </EmptyState>
      ) : (
        <ul className="divide-y">
          {imports?.map((one) => (
            <ImportRow key={one.id} side={side} of={one} name={nameOf(one)} onRejects={() => setRejectsOf(one)} />
          ))}
        </ul>
      )}
      {rejectsOf ? <NumbersRejects side={side} of={rejectsOf} onClose={() => setRejectsOf(null)} /> : null}
    </Card>
  );
}

interface RowParts {
  readonly side: Side;
  readonly of: NumbersImport;
  readonly name: string;
  readonly onRejects: () => void;
}

function ImportRow({ side, of, name, onRejects }: RowParts) {
  const t = useTranslations("dnc.imports");
  const label = useEnumLabel();
  const textOf = useTextOf();
  const format = useFormatter();
  const bytes = useBytes();
  const running = of.state === "queued" || of.state === "running";
  const number = (value: number): string => format.number(value);
  return (
    <li className="px-4 py-3.5" data-import={of.id} data-state={of.state}>
      <div className="mb-1.5 flex min-h-7 items-center gap-3">
        <span className="truncate text-sm font-medium">{of.fileName}</span>
        <Badge tone={toneOf(of.state)} dot={running}>
          {label("importState", of.state)}
        </Badge>
        <span className="truncate text-xs text-muted">
          {t(`modes.${of.mode}`)} · {name}
        </span>
        <span className="shrink-0 text-xs text-faint">{bytes(of.fileBytes)}</span>
        <span className="shrink-0 text-xs text-muted">
          <Ago at={of.createdAt} />
        </span>
        <span className="ml-auto flex shrink-0 items-center gap-2">
          {of.rejected > 0 ? (
            <Button size="sm" tone="ghost" onClick={onRejects}>
              {t("rejects", { count: of.rejected })}
            </Button>
          ) : null}
          {running ? <StopButton side={side} of={of} /> : null}
        </span>
      </div>
      {running ? (
        <div className="mb-1.5 flex items-center gap-3">
          <ProgressBar value={of.state === "queued" || of.writing ? null : of.percent} max={100} label={of.fileName} />
          <span className="tabular w-40 shrink-0 text-right text-xs text-muted">
            {of.writing
              ? t("writing")
              : of.state === "queued"
                ? ""
                : `${format.number(of.percent, { maximumFractionDigits: 1 })} %`}
          </span>
        </div>
      ) : null}
      {of.errorCode ? (
        <Notice tone="danger">{textOf(`dnc.imports.errors.${of.errorCode}`) ?? of.errorCode}</Notice>
      ) : null}
      {of.processed > 0 ? (
        <p className="tabular text-xs text-faint">
          {t("read", {
            processed: number(of.processed),
            accepted: number(of.accepted),
            rejected: number(of.rejected),
          })}
        </p>
      ) : null}
    </li>
  );
}

function StopButton({ side, of }: { side: Side; of: NumbersImport }) {
  const t = useTranslations("dnc.imports");
  const mayWrite = useMayWrite(side);
  const trpc = useTRPC();
  const [asking, setAsking] = useState(false);
  const options = { onSuccess: () => void toast.success(t("stopped")), onSettled: () => setAsking(false) };
  const operators = useMutation(trpc.operator.registers.cancelImport.mutationOptions(options));
  const own = useMutation(trpc.dnc.cancelImport.mutationOptions(options));
  const stop = side === "operator" ? operators : own;
  if (!mayWrite) return null;
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        {t("stop")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("stopTitle")}
        description={of.registerId ? t("stopRegister") : t("stopList")}
        confirmText={t("stop")}
        busy={stop.isPending}
        onConfirm={() => stop.mutate({ importId: of.id })}
      />
    </>
  );
}
