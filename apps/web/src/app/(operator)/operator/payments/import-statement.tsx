"use client";
import { CURRENCIES } from "@callbay/domain/currency";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FileField } from "~/finance/file-field.tsx";
import { sendStatement } from "~/finance/send-statement.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useRefusalText } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { FormField } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

const NONE = "auto";

/** Reads a bank's file: what names an invoice is paid at once, the rest waits. */
export function ImportStatement({ onDone, onImported }: { onDone: () => void; onImported: () => void }) {
  const t = useTranslations("finance.bank");
  const c = useTranslations("common");
  const say = useRefusalText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const entities = useQuery(trpc.operator.legalEntities.list.queryOptions());
  const [file, setFile] = useState<File | null>(null);
  const { values, tried, set, check } = useForm({
    legalEntityId: "",
    currency: NONE,
    decimal: NONE as "auto" | "point" | "comma",
    dateOrder: NONE as "auto" | "dmy" | "mdy",
  });
  const legalEntityId = values.legalEntityId || (entities.data?.length === 1 ? (entities.data[0]?.id ?? "") : "");
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: sendStatement,
    onSuccess: (end) => {
      if (!end.ok) return;
      const { lines: _all, ...counts } = end.counts;
      toast.success(counts.new === 0 ? t("nothingNew") : t("imported", counts));
      onImported();
      void queryClient.invalidateQueries({ queryKey: trpc.operator.pathKey() });
    },
  });
  const refused = send.data && !send.data.ok ? send.data : null;
  const problems = { legalEntityId: legalEntityId ? undefined : c("required") };
  const submit = (): void => {
    if (!check(problems) || !file) return;
    const { currency, decimal, dateOrder } = values;
    send.mutate({
      file,
      legalEntityId,
      options: {
        ...(currency === NONE ? {} : { currency }),
        ...(decimal === NONE ? {} : { decimal: decimal === "comma" ? "," : "." }),
        ...(dateOrder === NONE ? {} : { dateOrder }),
      },
    });
  };
  return (
    <Dialog
      open
      onOpenChange={onDone}
      title={t("importTitle")}
      description={t("importHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={send.isPending}>
            {t("import")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FileField
          label={t("file")}
          hint={t("fileHint")}
          accept=".csv,.xml,.txt,text/csv,application/xml,text/xml"
          file={file}
          onFile={setFile}
          error={tried && !file ? t("fileNeeded") : undefined}
        />
        <FormField
          label={t("company")}
          hint={t("companyHint")}
          required
          error={tried ? problems.legalEntityId : undefined}
        >
          <Select
            value={legalEntityId}
            onChange={(id) => set("legalEntityId", id)}
            placeholder={c("choose")}
            options={(entities.data ?? []).map((entity) => ({ value: entity.id, label: entity.name }))}
          />
        </FormField>
        <details className="rounded-md border px-3 py-2">
          <summary className="text-sm font-medium">{t("more")}</summary>
          <div className="mt-3 grid grid-cols-3 items-start gap-3">
            <FormField label={t("currency")}>
              <Combobox
                value={values.currency}
                onChange={(currency) => set("currency", currency)}
                options={[
                  { value: NONE, label: t("decimalIs.auto") },
                  ...CURRENCIES.map((code) => ({ value: code, label: code })),
                ]}
                emptyText={c("nothingFound")}
                searchText={c("search")}
              />
            </FormField>
            <FormField label={t("decimal")}>
              <Select
                value={values.decimal}
                onChange={(decimal) => set("decimal", decimal)}
                options={(["auto", "point", "comma"] as const).map((one) => ({
                  value: one,
                  label: t(`decimalIs.${one}`),
                }))}
              />
            </FormField>
            <FormField label={t("dateOrder")}>
              <Select
                value={values.dateOrder}
                onChange={(dateOrder) => set("dateOrder", dateOrder)}
                options={(["auto", "dmy", "mdy"] as const).map((one) => ({
                  value: one,
                  label: t(`dateOrderIs.${one}`),
                }))}
              />
            </FormField>
          </div>
        </details>
        {refused ? (
          <ErrorState title={t("notImported")} message={refused.code === "OFFLINE" ? t("offline") : say(refused)} />
        ) : null}
      </div>
    </Dialog>
  );
}
