"use client";
import { CURRENCIES } from "@callbay/domain/currency";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { TextField } from "~/contract/prices/parts.tsx";
import { PricesEditor } from "~/contract/prices-editor.tsx";
import { focusFirstProblem, useProblemText } from "~/contract/problem-text.ts";
import { QuotePanel } from "~/contract/quote-panel.tsx";
import { useRateTables } from "~/contract/rate-tables.ts";
import { draftFrom, TEMPLATE_KEYS, TEMPLATES, type Template, usualCurrency } from "~/contract/templates.ts";
import { problemsOf, termsOf } from "~/contract/terms-form.ts";
import { useTermsWithTax } from "~/contract/terms-with-tax.ts";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { cx } from "~/ui/cx.ts";
import { FormField, Input } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import { useForm } from "~/ui/use-form.ts";
import { StepForm } from "./step-form.tsx";
import type { Client } from "./steps.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Today by the client's calendar: from then on seats can be rented. */
function todayIn(zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(new Date());
}

/** A contract from a template, signed and in force at once. A draft that was left is taken up. */
export function ContractStep({ client, onDone }: { client: Client; onDone: () => void }) {
  const t = useTranslations("operator.onboard.contract");
  const editor = useTranslations("operator.contractEditor");
  const c = useTranslations("common");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const rateTables = useRateTables();
  const entities = useQuery(trpc.operator.legalEntities.list.queryOptions());
  const { tenant } = client;
  const draft = client.contracts.find((one) => one.state === "draft");
  const [template, setTemplate] = useState<Template>("seatsAndCalls");
  const { values, tried, set, check } = useForm({
    legalEntityId: "",
    reference: `${tenant.slug.toUpperCase()}-${todayIn(tenant.timezone).slice(0, 4)}`,
    currency: usualCurrency(tenant.country),
    startsOn: todayIn(tenant.timezone),
  });
  const legalEntityId = values.legalEntityId || (entities.data?.[0]?.id ?? "");
  const [terms, setTerms] = useTermsWithTax(() => draftFrom("seatsAndCalls"), {
    seller: entities.data?.find(({ id }) => id === legalEntityId)?.country,
    buyer: tenant.country,
  });
  const quiet = { meta: { quiet: true } };
  const activate = useMutation(
    trpc.operator.contracts.activate.mutationOptions({
      ...quiet,
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.operator.pathKey() });
        onDone();
      },
    }),
  );
  const create = useMutation(
    trpc.operator.contracts.create.mutationOptions({
      ...quiet,
      onSuccess: ({ contractId }) => activate.mutate({ tenantId: tenant.id, contractId }),
    }),
  );
  const problems = {
    legalEntityId: legalEntityId ? undefined : c("required"),
    reference: values.reference.trim() ? undefined : c("required"),
    startsOn: DAY.test(values.startsOn) ? undefined : c("required"),
  };
  const termProblems = problemsOf(terms);
  const problemText = useProblemText(tried ? termProblems : {});
  const submit = (): void => {
    if (draft) {
      activate.mutate({ tenantId: tenant.id, contractId: draft.contractId });
      return;
    }
    if (!check({ ...problems, ...termProblems })) {
      focusFirstProblem();
      return;
    }
    const { reference, currency, startsOn } = values;
    create.mutate({
      ...{ tenantId: tenant.id, legalEntityId, reference: reference.trim(), currency, startsOn },
      form: TEMPLATES[template].form,
      terms: termsOf(terms),
    });
  };
  const error = create.error ?? activate.error;
  const done = client.contracts.some((one) => one.state === "active");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_21rem] items-start gap-4">
      <StepForm
        title={t("title")}
        hint={t("hint")}
        busy={create.isPending || activate.isPending}
        error={error ? describe(error).message : null}
        onSubmit={submit}
        action={t("sign")}
        onSkip={done ? onDone : undefined}
      >
        {draft ? (
          <p className="text-sm">{t("draft", { reference: draft.reference })}</p>
        ) : (
          <>
            <fieldset className="grid grid-cols-2 gap-2">
              <legend className="mb-1 text-sm font-medium">{t("template")}</legend>
              {TEMPLATE_KEYS.map((key) => (
                <label
                  key={key}
                  className={cx(
                    "flex cursor-pointer items-start gap-2.5 rounded-md border px-3 py-2",
                    template === key ? "border-accent bg-accent-soft" : "border-line-strong hover:bg-hover",
                  )}
                >
                  <input
                    type="radio"
                    name="template"
                    className="mt-1 accent-(--accent)"
                    checked={template === key}
                    onChange={() => {
                      setTemplate(key);
                      setTerms({ ...draftFrom(key), taxPercent: terms.taxPercent });
                    }}
                  />
                  <span>
                    <span className="block text-sm font-medium">{t(`templates.${key}`)}</span>
                    <span className="block text-xs text-muted">{label("contractForm", TEMPLATES[key].form)}</span>
                  </span>
                </label>
              ))}
            </fieldset>
            <div className="grid grid-cols-2 gap-4">
              <FormField label={t("entity")} error={tried ? problems.legalEntityId : undefined}>
                <Select
                  value={legalEntityId}
                  onChange={(id) => set("legalEntityId", id)}
                  options={(entities.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                />
              </FormField>
              <FormField label={t("reference")} error={tried ? problems.reference : undefined}>
                <Input value={values.reference} onChange={(event) => set("reference", event.target.value)} />
              </FormField>
              <FormField label={t("currency")}>
                <Select
                  value={values.currency}
                  onChange={(currency) => set("currency", currency)}
                  options={CURRENCIES.map((code) => ({ value: code, label: code }))}
                />
              </FormField>
              <FormField label={t("startsOn")} error={tried ? problems.startsOn : undefined}>
                <Input type="date" value={values.startsOn} onChange={(event) => set("startsOn", event.target.value)} />
              </FormField>
              <TextField
                label={editor("taxPercent")}
                hint={editor(`taxPercentHint.${terms.taxMode}`)}
                value={terms.taxPercent}
                onChange={(taxPercent) => setTerms({ ...terms, taxPercent })}
                error={problemText("taxPercent")}
                required
              />
            </div>
            <PricesEditor
              key={template}
              draft={terms}
              onChange={setTerms}
              currency={values.currency}
              problems={tried ? termProblems : {}}
              rateTables={rateTables}
            />
          </>
        )}
      </StepForm>
      {draft ? null : <QuotePanel draft={terms} currency={values.currency} />}
    </div>
  );
}
