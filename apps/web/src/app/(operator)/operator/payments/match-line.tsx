"use client";
import { amountText } from "@callbay/domain/money";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { amountOf, tidyAmount } from "~/finance/amount.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { cx } from "~/ui/cx.ts";
import { FormField, Input } from "~/ui/form.tsx";
import { Day, Money } from "~/ui/format.tsx";
import { ErrorState, Facts } from "~/ui/layout.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import type { BankLine } from "./bank-lines.tsx";
import { IgnoreLine } from "./ignore-line.tsx";

/** The part that pays no invoice yet. */
const REST = "rest";

/** Says by hand what a booking pays: invoices of one client, the rest as its money. */
export function MatchLine({ line, onDone }: { line: BankLine; onDone: () => void }) {
  const t = useTranslations("finance.bank");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const { currency, amountMinor } = line;
  const [tenantId, setTenantId] = useState("");
  const [amounts, setAmounts] = useState<Readonly<Record<string, string>>>({});
  const [ignoring, setIgnoring] = useState(false);
  const tenants = useQuery(trpc.operator.tenants.list.queryOptions({ limit: 200 }));
  const match = useMutation(
    trpc.operator.bank.match.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("matchedNow"));
        onDone();
        void queryClient.invalidateQueries({ queryKey: trpc.operator.pathKey() });
      },
    }),
  );
  const typed = Object.entries(amounts).filter(([, text]) => text.trim() !== "");
  const sum = typed.reduce((total, [, text]) => total + (amountOf(text, currency) ?? 0n), 0n);
  const fits = typed.length > 0 && sum === amountMinor;
  const submit = (): void => {
    if (!fits || tenantId === "") return;
    const parts = typed.map(([key, text]) => ({ invoiceId: key === REST ? null : key, amount: tidyAmount(text) }));
    match.mutate({ lineId: line.id, tenantId, parts });
  };
  return (
    <Sheet
      open
      onOpenChange={onDone}
      wide
      title={t("matchTitle")}
      onSubmit={submit}
      footer={
        <>
          <Button className="mr-auto" onClick={() => setIgnoring(true)}>
            {t("ignore")}…
          </Button>
          <span className={cx("tabular text-sm", fits ? "text-ok" : "text-muted")}>
            {t("sum", { sum: amountText(sum, currency), amount: `${amountText(amountMinor, currency)} ${currency}` })}
          </span>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" disabled={!fits} busy={match.isPending}>
            {t("doMatch")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <Facts
          items={[
            { label: t("amount"), value: <Money minor={amountMinor} currency={currency} className="font-medium" /> },
            { label: t("counterparty"), value: line.counterparty || "—" },
            { label: t("reference"), value: line.reference || "—" },
            { label: t("day"), value: <Day date={line.bookedOn} /> },
          ]}
        />
        <FormField label={t("client")} hint={tenantId === "" ? t("chooseClient") : undefined}>
          <Combobox
            value={tenantId}
            onChange={(id) => {
              setTenantId(id);
              setAmounts({});
            }}
            placeholder={c("choose")}
            options={(tenants.data?.items ?? []).map((tenant) => ({ value: tenant.id, label: tenant.name }))}
            emptyText={c("nothingFound")}
            searchText={c("search")}
          />
        </FormField>
        {tenantId === "" ? null : (
          <Parts line={line} tenantId={tenantId} amounts={amounts} left={amountMinor - sum} onChange={setAmounts} />
        )}
        {match.error ? <ErrorState title={t("notMatched")} message={describe(match.error).message} /> : null}
      </div>
      {ignoring ? <IgnoreLine line={line} onDone={() => setIgnoring(false)} onIgnored={onDone} /> : null}
    </Sheet>
  );
}

interface PartsProps {
  readonly line: BankLine;
  readonly tenantId: string;
  readonly amounts: Readonly<Record<string, string>>;
  /** What is not given to anything yet. */
  readonly left: bigint;
  readonly onChange: (amounts: Readonly<Record<string, string>>) => void;
}

/** The client's open invoices; focusing an empty field proposes what fits. */
function Parts({ line, tenantId, amounts, left, onChange }: PartsProps) {
  const t = useTranslations("finance.bank");
  const trpc = useTRPC();
  const { currency } = line;
  const query = useQuery(trpc.operator.billing.invoices.queryOptions({ tenantId, state: "finalised" }));
  const open = (query.data?.items ?? []).flatMap((one) => {
    const openMinor = one.settlement?.openMinor ?? 0n;
    return one.kind === "invoice" && one.currency === currency && openMinor > 0n
      ? [{ id: one.id, number: one.number ?? "", dueOn: one.dueOn, openMinor }]
      : [];
  });
  const propose = (key: string, most: bigint): void => {
    if ((amounts[key] ?? "").trim() !== "" || left <= 0n) return;
    onChange({ ...amounts, [key]: amountText(left < most ? left : most, currency) });
  };
  const field = (key: string, label: string, most: bigint) => (
    <Input
      aria-label={label}
      inputMode="decimal"
      className="tabular text-right"
      value={amounts[key] ?? ""}
      onFocus={() => propose(key, most)}
      onChange={(event) => onChange({ ...amounts, [key]: event.target.value })}
    />
  );
  const row =
    "grid grid-cols-[minmax(0,1fr)_8rem_9rem_9rem] items-center gap-3 border-b px-3 py-1.5 text-sm last:border-b-0";
  return (
    <div className="rounded-lg border">
      <div className={cx(row, "text-xs text-muted")}>
        <span />
        <span>{t("due")}</span>
        <span className="text-right">{t("open")}</span>
        <span className="text-right">{t("pays")}</span>
      </div>
      {open.map((one) => (
        <div key={one.id} className={row}>
          <span className="truncate font-medium">{one.number}</span>
          <Day date={one.dueOn} />
          <Money minor={one.openMinor} currency={currency} className="text-right" />
          {field(one.id, t("paysOf", { number: one.number }), one.openMinor)}
        </div>
      ))}
      <div className={row}>
        <span className="col-span-3">
          {t("rest")} <span className="text-xs text-muted">{t("restHint")}</span>
        </span>
        {field(REST, t("rest"), line.amountMinor)}
      </div>
    </div>
  );
}
