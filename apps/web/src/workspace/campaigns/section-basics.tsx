"use client";
import { CAMPAIGN_PURPOSES } from "@callbay/domain/values";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import type { SectionProps } from "./section.tsx";

export function BasicsSection({ campaign, draft, set, locked }: SectionProps) {
  const t = useTranslations("workspace.editor");
  const common = useTranslations("common");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const seats = useQuery(trpc.seats.list.queryOptions({}));
  const offers = seats.data?.offers ?? [];
  const contracts = offers.map(({ contractId, reference }) => ({ value: contractId, label: reference }));
  // The campaign's own contract stays to be seen when it ended meanwhile.
  if (!contracts.some(({ value }) => value === campaign.contract.id))
    contracts.push({ value: campaign.contract.id, label: campaign.contract.reference });
  return (
    <div className="grid grid-cols-2 gap-4">
      <FormField
        label={t("name")}
        required
        className="col-span-2"
        error={draft.name.trim() ? undefined : common("required")}
      >
        <Input
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
          maxLength={120}
          disabled={locked}
        />
      </FormField>
      <FormField label={t("purpose")} hint={t("purposeHint")} required>
        <Select
          value={draft.purpose}
          onChange={(purpose) => set({ purpose })}
          options={CAMPAIGN_PURPOSES.map((value) => ({ value, label: label("campaignPurpose", value) }))}
          disabled={locked}
        />
      </FormField>
      <FormField label={t("contract")} hint={t("contractHint")} required>
        <Select
          value={draft.contractId}
          onChange={(contractId) => set({ contractId })}
          options={contracts}
          disabled={locked}
        />
      </FormField>
    </div>
  );
}
