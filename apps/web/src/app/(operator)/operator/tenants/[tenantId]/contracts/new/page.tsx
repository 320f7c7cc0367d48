"use client";
import { CURRENCIES } from "@callbay/domain/currency";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useParams, useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useMemo } from "react";
import { focusFirstProblem } from "~/contract/problem-text.ts";
import { TermsEditor } from "~/contract/terms-editor.tsx";
import { NEW_TERMS, problemsOf, termsOf } from "~/contract/terms-form.ts";
import { useTermsWithTax } from "~/contract/terms-with-tax.ts";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { FormField, Input } from "~/ui/form.tsx";
import { Card, ErrorState, PageHeader } from "~/ui/layout.tsx";
import { Select } from "~/ui/select.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

/** With the editor's own code it would be more than a first load may be; the currency is the last thing asked for. */
const Combobox = dynamic(() => import("~/ui/combobox.tsx").then((it) => it.Combobox), {
  loading: () => <Skeleton className="h-8 w-full" />,
});

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function firstOfMonth(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-01`;
}

export default function Page() {
  const t = useTranslations("operator.contractEditor");
  const c = useTranslations("common");
  const label = useEnumLabel();
  const locale = useLocale();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const { tenantId } = useParams<{ tenantId: string }>();
  const tenant = useQuery(trpc.operator.tenants.get.queryOptions({ tenantId }));
  const entities = useQuery(trpc.operator.legalEntities.list.queryOptions());
  const { values, tried, set, check } = useForm({
    reference: "",
    legalEntityId: "",
    form: "SEAT" as "SEAT" | "FULL",
    currency: "",
    startsOn: firstOfMonth(),
    endsOn: "",
  });
  const currencies = useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: "currency" });
    return CURRENCIES.map((code) => ({ value: code, label: code, hint: names.of(code) ?? code }));
  }, [locale]);
  const legalEntityId = values.legalEntityId || (entities.data?.length === 1 ? (entities.data[0]?.id ?? "") : "");
  const [terms, setTerms] = useTermsWithTax(() => NEW_TERMS, {
    seller: entities.data?.find(({ id }) => id === legalEntityId)?.country,
    buyer: tenant.data?.tenant.country,
  });
  // What it is billed in already, until one chooses another.
  const currency = values.currency || (tenant.data?.contracts[0]?.currency ?? "CNY");
  const create = useMutation(
    trpc.operator.contracts.create.mutationOptions({
      meta: { quiet: true },
      onSuccess: async ({ contractId }) => {
        toast.success(t("drafted"));
        await queryClient.invalidateQueries({ queryKey: trpc.operator.pathKey() });
        router.push(`/operator/tenants/${tenantId}/contracts/${contractId}`);
      },
    }),
  );
  const problems = {
    reference: values.reference.trim() ? undefined : c("required"),
    legalEntityId: legalEntityId ? undefined : c("required"),
    startsOn: DAY.test(values.startsOn) ? undefined : c("required"),
    endsOn: values.endsOn && values.endsOn < values.startsOn ? t("endsBefore") : undefined,
  };
  const said = (key: keyof typeof problems): string | undefined => (tried ? problems[key] : undefined);
  const termProblems = problemsOf(terms);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!check({ ...problems, ...termProblems })) {
      focusFirstProblem();
      return;
    }
    create.mutate({
      tenantId,
      legalEntityId,
      reference: values.reference.trim(),
      form: values.form,
      currency,
      startsOn: values.startsOn,
      endsOn: values.endsOn || null,
      terms: termsOf(terms),
    });
  };
  const trail = [
    { href: "/operator", label: c("nav.tenants") },
    { href: `/operator/tenants/${tenantId}`, label: tenant.data?.tenant.name ?? "…" },
  ];
  return (
    <form noValidate onSubmit={submit}>
      <PageHeader
        sticky
        title={t("title")}
        trail={trail}
        description={t("hint")}
        actions={
          <>
            <Button onClick={() => router.back()}>{c("cancel")}</Button>
            <Button type="submit" tone="primary" busy={create.isPending}>
              {t("saveDraft")}
            </Button>
          </>
        }
      />
      <TermsEditor draft={terms} onChange={setTerms} currency={currency} problems={tried ? termProblems : {}}>
        {create.error ? <ErrorState title={t("notSaved")} message={describe(create.error).message} /> : null}
        <Card title={t("contract")}>
          <div className="grid grid-cols-6 gap-4">
            <fieldset className="col-span-6 grid grid-cols-2 gap-3">
              <legend className="mb-1 text-sm font-medium">{t("form")}</legend>
              {(["SEAT", "FULL"] as const).map((form) => (
                <label
                  key={form}
                  className={cx(
                    "flex cursor-pointer items-start gap-2.5 rounded-md border px-3 py-2.5",
                    values.form === form ? "border-accent bg-accent-soft" : "border-line-strong hover:bg-hover",
                  )}
                >
                  <input
                    type="radio"
                    name="form"
                    className="mt-1 accent-(--accent)"
                    checked={values.form === form}
                    onChange={() => set("form", form)}
                  />
                  <span>
                    <span className="block text-sm font-medium">{label("contractForm", form)}</span>
                    <span className="block text-xs text-muted">{t(`formHint.${form}`)}</span>
                  </span>
                </label>
              ))}
            </fieldset>
            <FormField
              label={t("reference")}
              hint={t("referenceHint")}
              error={said("reference")}
              required
              className="col-span-2"
            >
              <Input value={values.reference} onChange={(event) => set("reference", event.target.value)} />
            </FormField>
            <FormField
              label={t("legalEntity")}
              hint={t("legalEntityHint")}
              error={said("legalEntityId")}
              required
              className="col-span-2"
            >
              <Select
                value={legalEntityId}
                onChange={(id) => set("legalEntityId", id)}
                options={(entities.data ?? []).map((entity) => ({ value: entity.id, label: entity.name }))}
                placeholder={c("choose")}
              />
            </FormField>
            <FormField label={t("currency")} hint={t("currencyHint")} className="col-span-2">
              <Combobox
                value={currency}
                onChange={(currency) => set("currency", currency)}
                options={currencies}
                emptyText={c("nothingFound")}
                searchText={c("search")}
              />
            </FormField>
            <FormField label={t("startsOn")} error={said("startsOn")} required className="col-span-2">
              <Input type="date" value={values.startsOn} onChange={(event) => set("startsOn", event.target.value)} />
            </FormField>
            <FormField label={t("endsOn")} optionalText={c("optional")} error={said("endsOn")} className="col-span-2">
              <Input type="date" value={values.endsOn} onChange={(event) => set("endsOn", event.target.value)} />
            </FormField>
          </div>
        </Card>
      </TermsEditor>
    </form>
  );
}
