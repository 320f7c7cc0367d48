"use client";
import { CURRENCIES } from "@callbay/domain/currency";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FileField } from "~/finance/file-field.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

const CURRENCY_OPTIONS = CURRENCIES.map((code) => ({ value: code, label: code }));

/** Keeps a price list from a CSV; what is wrong with it is named by line. */
export function UploadRates({ onDone }: { onDone: () => void }) {
  const t = useTranslations("finance.rates");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const { values, tried, set, check } = useForm({ name: "", currency: "CNY" });
  const [file, setFile] = useState<File | null>(null);
  const upload = useMutation(
    trpc.operator.rateTables.upload.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ rows, created }) => {
        toast.success(created ? t("uploaded", { rows }) : t("same"));
        onDone();
        void queryClient.invalidateQueries({ queryKey: trpc.operator.rateTables.pathKey() });
      },
    }),
  );
  const problems = { name: values.name.trim() ? undefined : c("required") };
  const submit = async (): Promise<void> => {
    if (!check(problems) || !file) return;
    upload.mutate({ name: values.name.trim(), currency: values.currency, csv: await file.text() });
  };
  return (
    <Dialog
      open
      onOpenChange={onDone}
      title={t("upload")}
      description={t("uploadHint")}
      onSubmit={() => void submit()}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={upload.isPending}>
            {t("upload")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FileField
          label={t("file")}
          hint={t("fileHint")}
          accept=".csv,text/csv"
          file={file}
          error={tried && !file ? t("fileNeeded") : undefined}
          onFile={(chosen) => {
            setFile(chosen);
            if (!values.name.trim()) set("name", chosen.name.replace(/\.[^.]+$/, ""));
          }}
        />
        <div className="grid grid-cols-[minmax(0,1fr)_10rem] items-start gap-4">
          <FormField label={t("name")} hint={t("nameHint")} required error={tried ? problems.name : undefined}>
            <Input value={values.name} onChange={(event) => set("name", event.target.value)} />
          </FormField>
          <FormField label={t("currency")}>
            <Combobox
              value={values.currency}
              onChange={(currency) => set("currency", currency)}
              options={CURRENCY_OPTIONS}
              emptyText={c("nothingFound")}
              searchText={c("search")}
            />
          </FormField>
        </div>
        {upload.error ? <ErrorState title={t("notUploaded")} message={describe(upload.error).message} /> : null}
      </div>
    </Dialog>
  );
}
