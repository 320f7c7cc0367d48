"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { FormField } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Select } from "~/ui/select.tsx";
import type { SectionProps } from "./section.tsx";

/** Who is called, and the number they see. */
export function AudienceSection({ draft, set, locked }: SectionProps) {
  const t = useTranslations("workspace.editor");
  const common = useTranslations("common");
  const label = useEnumLabel();
  const format = useFormatter();
  const trpc = useTRPC();
  const lists = useQuery(trpc.lists.list.queryOptions({}));
  const callerIds = useQuery(trpc.campaigns.callerIds.queryOptions({}));
  const [chosen] = draft.lists;
  const list = lists.data?.find((one) => one.id === chosen?.listId);
  return (
    <div className="grid grid-cols-2 gap-4">
      <FormField
        label={t("list")}
        required
        hint={
          list
            ? t("listIs", {
                contacts: format.number(list.contacts),
                basis: label("consentBasis", list.consentBasis),
                source: list.source,
              })
            : t("listHint")
        }
      >
        <Combobox
          value={chosen?.listId ?? ""}
          onChange={(listId) => set({ lists: [{ listId, weight: 1, segmentId: null }] })}
          options={(lists.data ?? []).map((one) => ({
            value: one.id,
            label: one.name,
            hint: t("contactCount", { count: one.contacts }),
          }))}
          placeholder={common("choose")}
          searchText={t("findList")}
          emptyText={t("noList")}
          disabled={locked}
        />
      </FormField>
      <FormField label={t("callerId")} hint={t("callerIdHint")} required>
        <Select
          value={draft.callerIdId ?? ""}
          onChange={(callerIdId) => set({ callerIdId })}
          placeholder={common("choose")}
          options={(callerIds.data ?? []).map((one) => ({ value: one.id, label: one.e164, hint: one.label }))}
          disabled={locked}
        />
      </FormField>
      {callerIds.data?.length === 0 ? (
        <div className="col-span-2">
          <Notice tone="warn">{t("noCallerId")}</Notice>
        </div>
      ) : null}
    </div>
  );
}
