"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { CURRENCIES } from "@callbay/domain/currency";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Table2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FileField } from "~/finance/file-field.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { FormField } from "~/ui/form.tsx";
import { Count } from "~/ui/format.tsx";
import { Card, EmptyState, ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";

type Carrier = RouterOutputs["operator"]["pool"]["carriers"]["items"][number];

const CURRENCY_OPTIONS = CURRENCIES.map((code) => ({ value: code, label: code }));

/** Who carries our calls, over which trunks, and whether their prices are known. */
export function Carriers() {
  const t = useTranslations("operator.pool");
  const may = useMay()("platform.pool.write");
  const trpc = useTRPC();
  const query = useQuery(trpc.operator.pool.carriers.queryOptions({}));
  const [pricing, setPricing] = useState<Carrier | null>(null);
  const trunks = (row: Carrier): string => row.trunks.map(({ node, name }) => `${node} · ${name}`).join(", ");
  const columns: Column<Carrier>[] = [
    {
      key: "carrier",
      header: t("carrier"),
      cell: (row) => <span className="font-medium">{row.carrier}</span>,
      sort: (row) => row.carrier,
      csv: (row) => row.carrier,
    },
    {
      key: "trunks",
      header: t("trunks"),
      cell: (row) => trunks(row) || <span className="text-faint">{t("noTrunks")}</span>,
      csv: trunks,
    },
    {
      key: "prefixes",
      header: t("prefixes"),
      cell: (row) =>
        row.prefixes > 0 ? <Count value={row.prefixes} /> : <span className="text-faint">{t("noPrices")}</span>,
      sort: (row) => row.prefixes,
      csv: (row) => row.prefixes,
      align: "right",
      width: "10rem",
    },
    {
      key: "currency",
      header: t("currency"),
      cell: (row) => row.currency ?? "",
      csv: (row) => row.currency ?? "",
      width: "7rem",
    },
    {
      key: "upload",
      header: t("uploadPrices"),
      hideHeader: true,
      cell: (row) =>
        may ? (
          <Button size="sm" tone="ghost" onClick={() => setPricing(row)}>
            {t("uploadPrices")}
          </Button>
        ) : null,
      align: "right",
      width: "9rem",
    },
  ];
  return (
    <Card flush title={t("carriers")} description={t("carriersHint")}>
      <Table
        label={t("carriers")}
        columns={columns}
        rows={query.data?.items}
        rowKey={(row) => row.carrier}
        exportName="carriers"
        skeletonRows={2}
        empty={
          <EmptyState icon={<Table2 />} title={t("noCarrier")}>
            {t("noCarrierHint")}
          </EmptyState>
        }
      />
      {pricing ? <UploadPrices carrier={pricing} onDone={() => setPricing(null)} /> : null}
    </Card>
  );
}

/** Replaces a carrier's prices by a CSV; what is wrong with it is named by line. */
function UploadPrices({ carrier, onDone }: { carrier: Carrier; onDone: () => void }) {
  const t = useTranslations("operator.pool");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [file, setFile] = useState<File | null>(null);
  const [tried, setTried] = useState(false);
  const [currency, setCurrency] = useState(carrier.currency ?? "USD");
  const upload = useMutation(
    trpc.operator.pool.replaceCarrierRates.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ prefixes }) => {
        toast.success(t("pricesKept", { carrier: carrier.carrier, prefixes }));
        void queryClient.invalidateQueries({ queryKey: trpc.operator.pool.pathKey() });
        onDone();
      },
    }),
  );
  const submit = async (): Promise<void> => {
    setTried(true);
    if (file) upload.mutate({ carrier: carrier.carrier, currency, csv: await file.text() });
  };
  return (
    <Dialog
      open
      onOpenChange={onDone}
      title={t("pricesOf", { carrier: carrier.carrier })}
      description={t("pricesHint")}
      onSubmit={() => void submit()}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={upload.isPending}>
            {t("uploadPrices")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FileField
          label={t("pricesFile")}
          hint={t("pricesFileHint")}
          accept=".csv,text/csv"
          file={file}
          error={tried && !file ? t("fileNeeded") : undefined}
          onFile={setFile}
        />
        <FormField label={t("currency")}>
          <Combobox
            value={currency}
            onChange={setCurrency}
            options={CURRENCY_OPTIONS}
            emptyText={c("nothingFound")}
            searchText={c("search")}
          />
        </FormField>
        {upload.error ? <ErrorState title={t("notSaved")} message={describe(upload.error).message} /> : null}
      </div>
    </Dialog>
  );
}
