"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useMemo } from "react";
import { LOCALES } from "~/i18n/locales.ts";
import { countryOptions, timeZoneOptions, usualZone } from "~/lib/places.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { FormField, Input, Textarea } from "~/ui/form.tsx";
import { Card, ErrorState } from "~/ui/layout.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

const LANGUAGES = LOCALES.map((value) => ({ value, label: value === "en" ? "English" : "简体中文" }));
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
}

const EMPTY = {
  name: "",
  slug: "",
  slugTyped: false,
  legalName: "",
  address: "",
  taxNumber: "",
  country: "CN",
  timezone: "Asia/Shanghai",
  locale: "zh-CN" as (typeof LOCALES)[number],
};

/** Opens a workspace for a client: what the other steps are then saved to. */
export function CompanyStep({ onDone }: { onDone: (tenantId: string) => void }) {
  const t = useTranslations("operator.tenants");
  const c = useTranslations("common");
  const locale = useLocale();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const { values, tried, set, check } = useForm(EMPTY);
  const countries = useMemo(() => countryOptions(locale), [locale]);
  const zones = useMemo(timeZoneOptions, []);
  const slug = values.slugTyped ? values.slug : slugOf(values.name);
  const create = useMutation(
    trpc.operator.tenants.create.mutationOptions({
      meta: { quiet: true },
      onSuccess: async ({ tenantId }) => {
        toast.success(t("wasCreated", { name: values.name }));
        await queryClient.invalidateQueries({ queryKey: trpc.operator.tenants.pathKey() });
        onDone(tenantId);
      },
    }),
  );
  const refusal = create.error ? describe(create.error) : null;
  const problems = {
    name: values.name.trim() ? undefined : c("required"),
    slug: SLUG.test(slug) ? (refusal?.code === "SLUG_TAKEN" ? refusal.message : undefined) : t("slugWrong"),
    legalName: values.legalName.trim() ? undefined : c("required"),
  };
  const said = (key: keyof typeof problems): string | undefined => (tried ? problems[key] : undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wrong = { ...problems, slug: SLUG.test(slug) ? undefined : t("slugWrong") };
    if (!check(wrong)) return;
    create.mutate({
      name: values.name.trim(),
      slug,
      legalName: values.legalName.trim(),
      addressLines: values.address.split("\n").flatMap((line) => line.trim() || []),
      ...(values.taxNumber.trim() ? { taxNumber: values.taxNumber.trim() } : {}),
      country: values.country,
      timezone: values.timezone,
      locale: values.locale,
    });
  };
  return (
    <form noValidate onSubmit={submit}>
      <Card title={t("create")} description={t("createHint")}>
        <div className="grid grid-cols-2 gap-x-4 gap-y-4">
          <FormField label={t("name")} hint={t("nameHint")} error={said("name")} required className="col-span-2">
            <Input autoFocus value={values.name} onChange={(event) => set("name", event.target.value)} />
          </FormField>
          <FormField label={t("slug")} hint={t("slugHint")} error={said("slug")} required className="col-span-2">
            <Input
              className="font-mono"
              value={slug}
              onChange={(event) => {
                set("slugTyped", true);
                set("slug", event.target.value.toLowerCase());
              }}
            />
          </FormField>
          <FormField
            label={t("legalName")}
            hint={t("legalNameHint")}
            error={said("legalName")}
            required
            className="col-span-2"
          >
            <Input value={values.legalName} onChange={(event) => set("legalName", event.target.value)} />
          </FormField>
          <FormField label={t("address")} optionalText={c("optional")} className="col-span-2">
            <Textarea rows={3} value={values.address} onChange={(event) => set("address", event.target.value)} />
          </FormField>
          <FormField label={t("country")}>
            <Combobox
              value={values.country}
              onChange={(country) => {
                set("country", country);
                const zone = usualZone(country);
                if (zone) set("timezone", zone);
              }}
              options={countries}
              emptyText={c("nothingFound")}
              searchText={c("search")}
            />
          </FormField>
          <FormField label={t("taxNumber")} optionalText={c("optional")}>
            <Input value={values.taxNumber} onChange={(event) => set("taxNumber", event.target.value)} />
          </FormField>
          <FormField label={t("timezone")} hint={t("timezoneHint")}>
            <Combobox
              value={values.timezone}
              onChange={(timezone) => set("timezone", timezone)}
              options={zones}
              emptyText={c("nothingFound")}
              searchText={c("search")}
            />
          </FormField>
          <FormField label={t("language")} hint={t("languageHint")}>
            <Select value={values.locale} onChange={(next) => set("locale", next)} options={LANGUAGES} />
          </FormField>
          {refusal && refusal.code !== "SLUG_TAKEN" ? (
            <div className="col-span-2">
              <ErrorState title={t("notCreated")} message={refusal.message} />
            </div>
          ) : null}
        </div>
        <div className="mt-5 flex justify-end">
          <Button type="submit" tone="primary" busy={create.isPending}>
            {c("save")}
          </Button>
        </div>
      </Card>
    </form>
  );
}
