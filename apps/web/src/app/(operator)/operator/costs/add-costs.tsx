"use client";
import { CURRENCIES } from "@callbay/domain/currency";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PriceFields } from "~/contract/price-fields.tsx";
import { explain } from "~/contract/price-form.ts";
import { useProblemText } from "~/contract/problem-text.ts";
import { useRateTables } from "~/contract/rate-tables.ts";
import { PriceInWords } from "~/contract/terms-view.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { FormField, Input, Switch } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { COST_KEYS, type CostDrafts, type CostKey, NO_COSTS, newCost, readCosts } from "./cost-form.ts";

const CURRENCY_OPTIONS = CURRENCIES.map((code) => ({ value: code, label: code }));

/** A new cost sheet, typed in the words of prices. */
export function AddCosts({ onDone }: { onDone: () => void }) {
  const t = useTranslations("finance.costs");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const rateTables = useRateTables();
  const [currency, setCurrency] = useState("CNY");
  const [effectiveFrom, setEffectiveFrom] = useState(() => `${new Date().toISOString().slice(0, 7)}-01`);
  const [drafts, setDrafts] = useState<CostDrafts>({ ...NO_COSTS, outbound: newCost("outbound") });
  const [tried, setTried] = useState(false);
  const { components, problems } = readCosts(drafts);
  const problem = useProblemText(tried ? problems : {});
  const add = useMutation(
    trpc.operator.costs.add.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("added"));
        onDone();
        void queryClient.invalidateQueries({ queryKey: trpc.operator.costs.pathKey() });
      },
    }),
  );
  const nothing = components.length === 0;
  const submit = (): void => {
    setTried(true);
    if (nothing || Object.keys(problems).length > 0) return;
    add.mutate({ currency, effectiveFrom, components });
  };
  const set = (key: CostKey, draft: CostDrafts[CostKey]): void => setDrafts({ ...drafts, [key]: draft });
  return (
    <Sheet
      open
      onOpenChange={onDone}
      wide
      title={t("addTitle")}
      description={t("addHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={add.isPending}>
            {t("add")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <div className="grid grid-cols-3 gap-4">
          <FormField label={t("currency")}>
            <Combobox
              value={currency}
              onChange={setCurrency}
              options={CURRENCY_OPTIONS}
              emptyText={c("nothingFound")}
              searchText={c("search")}
            />
          </FormField>
          <FormField label={t("from")} required>
            <Input type="date" value={effectiveFrom} onChange={(event) => setEffectiveFrom(event.target.value)} />
          </FormField>
        </div>
        {COST_KEYS.map((key) => {
          const draft = drafts[key];
          const explained = draft ? explain(draft, currency) : null;
          return (
            <section key={key} className="flex flex-col gap-3 border-t pt-4">
              <Switch
                checked={draft !== null}
                onChange={(on) => set(key, on ? newCost(key) : null)}
                label={t(`fields.${key}`)}
              />
              {draft ? (
                <>
                  <PriceFields
                    price={draft}
                    onChange={(changed) => set(key, changed)}
                    problem={(field) => problem(`${key}.${field}`)}
                    currency={currency}
                    rateTables={rateTables}
                    forCosts
                  />
                  {explained ? <PriceInWords {...explained} /> : null}
                </>
              ) : null}
            </section>
          );
        })}
        {tried && nothing ? <p className="text-sm text-danger">{t("nothing")}</p> : null}
        {add.error ? <ErrorState title={t("notAdded")} message={describe(add.error).message} /> : null}
      </div>
    </Sheet>
  );
}
