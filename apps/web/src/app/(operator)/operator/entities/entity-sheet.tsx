"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { countryOptions } from "~/lib/places.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { FormField, Input, Textarea } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";
import { Logo } from "./logo.tsx";

export type EntityData = RouterOutputs["operator"]["legalEntities"]["get"];

/** A company's data as its documents print it. */
export function EntitySheet({ legalEntityId, onDone }: { legalEntityId: string; onDone: () => void }) {
  const t = useTranslations("finance.entities");
  const trpc = useTRPC();
  const query = useQuery(
    trpc.operator.legalEntities.get.queryOptions({ legalEntityId }, { refetchOnWindowFocus: false }),
  );
  if (query.data) return <EntityForm key={legalEntityId} entity={query.data} onDone={onDone} />;
  return (
    <Sheet open onOpenChange={onDone} wide title={t("edit")}>
      <Query of={query}>{() => <Skeleton className="h-96 rounded-lg" />}</Query>
    </Sheet>
  );
}

const empty = (text: string): string | null => (text.trim() === "" ? null : text.trim());

function EntityForm({ entity, onDone }: { entity: EntityData; onDone: () => void }) {
  const t = useTranslations("finance.entities");
  const c = useTranslations("common");
  const locale = useLocale();
  const may = useMay()("platform.contract.write");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const countries = useMemo(() => countryOptions(locale), [locale]);
  const { values, tried, set, check } = useForm({
    name: entity.name,
    addressLines: entity.addressLines.join("\n"),
    city: entity.city,
    postalCode: entity.postalCode,
    country: entity.country,
    taxNumber: entity.taxNumber,
    email: entity.email ?? "",
    bankDetails: entity.bankDetails ?? "",
    iban: entity.iban ?? "",
    bic: entity.bic ?? "",
    scheme: entity.endpoint?.scheme ?? "",
    endpointId: entity.endpoint?.id ?? "",
  });
  const update = useMutation(
    trpc.operator.legalEntities.update.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("saved"));
        onDone();
        void queryClient.invalidateQueries({ queryKey: trpc.operator.legalEntities.pathKey() });
      },
    }),
  );
  const refusal = update.error ? describe(update.error) : null;
  const problems = {
    name: values.name.trim() ? undefined : c("required"),
    taxNumber: values.taxNumber.trim() ? undefined : c("required"),
    endpointId: Boolean(values.scheme.trim()) === Boolean(values.endpointId.trim()) ? undefined : c("required"),
  };
  const submit = (): void => {
    if (!check(problems)) return;
    update.mutate({
      legalEntityId: entity.id,
      name: values.name.trim(),
      addressLines: values.addressLines
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
      city: values.city,
      postalCode: values.postalCode,
      ...(values.country ? { country: values.country } : {}),
      taxNumber: values.taxNumber.trim(),
      email: empty(values.email),
      bankDetails: empty(values.bankDetails),
      iban: empty(values.iban),
      bic: empty(values.bic),
      endpoint: values.scheme.trim() ? { scheme: values.scheme.trim(), id: values.endpointId.trim() } : null,
    });
  };
  const field = (
    key: Exclude<keyof typeof values, "addressLines" | "bankDetails" | "country">,
    more: { hint?: string; error?: string | undefined; className?: string } = {},
  ): ReactNode => (
    <FormField label={t(key)} {...more}>
      <Input disabled={!may} value={values[key]} onChange={(event) => set(key, event.target.value)} />
    </FormField>
  );
  return (
    <Sheet
      open
      onOpenChange={onDone}
      wide
      title={entity.name}
      description={t("editHint")}
      onSubmit={submit}
      footer={
        may ? (
          <>
            <Button onClick={onDone}>{c("cancel")}</Button>
            <Button type="submit" tone="primary" busy={update.isPending}>
              {c("save")}
            </Button>
          </>
        ) : null
      }
    >
      <div className="flex flex-col gap-5">
        {refusal ? <ErrorState title={t("notSaved")} message={refusal.message} /> : null}
        <div className="grid grid-cols-3 items-start gap-4">
          {field("name", { className: "col-span-2", error: tried ? problems.name : undefined })}
          {field("taxNumber", { error: tried ? problems.taxNumber : undefined })}
          <FormField label={t("addressLines")} hint={t("addressLinesHint")} className="col-span-3">
            <Textarea
              rows={2}
              disabled={!may}
              value={values.addressLines}
              onChange={(event) => set("addressLines", event.target.value)}
            />
          </FormField>
          {field("postalCode")}
          {field("city")}
          <FormField label={t("country")}>
            <Combobox
              disabled={!may}
              value={values.country}
              onChange={(country) => set("country", country)}
              options={countries}
              placeholder={c("choose")}
              emptyText={c("nothingFound")}
              searchText={c("search")}
            />
          </FormField>
          {field("email", { hint: t("emailHint"), className: "col-span-2" })}
        </div>
        <Part title={t("bank")}>
          <FormField label={t("bankDetails")} hint={t("bankDetailsHint")} className="col-span-3">
            <Textarea
              rows={2}
              disabled={!may}
              value={values.bankDetails}
              onChange={(event) => set("bankDetails", event.target.value)}
            />
          </FormField>
          {field("iban", { className: "col-span-2" })}
          {field("bic")}
        </Part>
        <Part title={t("einvoice")}>
          {field("scheme", { hint: t("schemeHint") })}
          {field("endpointId", { className: "col-span-2", error: tried ? problems.endpointId : undefined })}
        </Part>
        <Logo entity={entity} />
      </div>
    </Sheet>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="border-t pt-4">
      <legend className="float-left mb-2 w-full text-sm font-semibold">{title}</legend>
      <div className="grid w-full grid-cols-3 items-start gap-4">{children}</div>
    </fieldset>
  );
}
