"use client";
import { CONSENT_BASES, type ConsentBasis } from "@callbay/domain/values";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { countryOptions } from "~/lib/places.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { FormField, Input, Textarea } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";

/** Records where a list comes from and by what right its people may be called; its page then takes the file. */
export function CreateListDialog({
  onClose,
  country,
}: {
  onClose: () => void;
  /** Proposed until another one is chosen; it may come later than the dialog. */
  country: string;
}) {
  const t = useTranslations("workspace.lists");
  const common = useTranslations("common");
  const label = useEnumLabel();
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const describe = useDescribeError();
  const countries = useMemo(() => countryOptions(locale), [locale]);
  const [name, setName] = useState("");
  const [source, setSource] = useState("");
  const [consentBasis, setConsentBasis] = useState<ConsentBasis>("consent");
  const [consentNote, setConsentNote] = useState("");
  const [chosenCountry, setDefaultCountry] = useState("");
  const defaultCountry = chosenCountry || country;
  const [tried, setTried] = useState(false);
  const create = useMutation(
    trpc.lists.create.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ listId }) => {
        toast.success(t("created1", { name }));
        router.push(`/w/lists/${listId}`);
      },
    }),
  );
  const submit = (): void => {
    setTried(true);
    if (!name.trim() || !source.trim() || !defaultCountry) return;
    create.mutate({ name, source, consentBasis, consentNote, defaultCountry });
  };
  const needed = (value: string): string | undefined => (tried && !value.trim() ? common("required") : undefined);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("createTitle")}
      description={t("createHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={create.isPending}>
            {common("create")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("name")} required error={needed(name)}>
          <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={120} autoFocus />
        </FormField>
        <FormField label={t("source")} hint={t("sourceHint")} required error={needed(source)}>
          <Input value={source} onChange={(event) => setSource(event.target.value)} maxLength={500} />
        </FormField>
        <div className="grid grid-cols-2 gap-4">
          <FormField label={t("consent")} hint={t(`consentHint.${consentBasis}`)} required>
            <Select
              value={consentBasis}
              onChange={setConsentBasis}
              options={CONSENT_BASES.map((value) => ({ value, label: label("consentBasis", value) }))}
            />
          </FormField>
          <FormField label={t("country")} hint={t("countryHint")} required error={needed(defaultCountry)}>
            <Combobox
              value={defaultCountry}
              onChange={setDefaultCountry}
              options={countries}
              placeholder={common("choose")}
              searchText={t("findCountry")}
              emptyText={common("nothingFound")}
            />
          </FormField>
        </div>
        <FormField label={t("note")} hint={t("noteHint")} optionalText={common("optional")}>
          <Textarea
            rows={2}
            value={consentNote}
            onChange={(event) => setConsentNote(event.target.value)}
            maxLength={2000}
          />
        </FormField>
        {create.isError ? <Notice tone="danger">{describe(create.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}
