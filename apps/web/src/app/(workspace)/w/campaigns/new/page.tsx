"use client";
import { CAMPAIGN_PURPOSES, type CampaignPurpose } from "@callbay/domain/values";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Card, Notice, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Select } from "~/ui/select.tsx";

/** The three things a campaign begins with; everything else has a sensible beginning in the editor. */
export default function Page() {
  const t = useTranslations("workspace.editor");
  const campaigns = useTranslations("workspace.campaigns");
  const common = useTranslations("common");
  const label = useEnumLabel();
  const router = useRouter();
  const wanted = useSearchParams().get("listId");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const seats = useQuery(trpc.seats.list.queryOptions({}));
  const lists = useQuery(trpc.lists.list.queryOptions({}));
  const [name, setName] = useState("");
  const [purpose, setPurpose] = useState<CampaignPurpose>("telemarketing");
  const [chosenContract, setContract] = useState("");
  const [listId, setListId] = useState(wanted ?? "");
  const [tried, setTried] = useState(false);
  const contracts = seats.data?.offers ?? [];
  const contractId = chosenContract || (contracts[0]?.contractId ?? "");
  const create = useMutation(
    trpc.campaigns.create.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ campaignId }) => router.push(`/w/campaigns/${campaignId}/edit`),
    }),
  );
  const submit = (): void => {
    setTried(true);
    if (name.trim() && contractId)
      create.mutate({ name, purpose, contractId, ...(listId ? { lists: [{ listId }] } : {}) });
  };
  return (
    <>
      <PageHeader
        title={campaigns("create")}
        description={t("newHint")}
        trail={[{ href: "/w/campaigns", label: campaigns("title") }]}
      />
      <Query of={seats}>
        {(loaded) => (
          <Card className="max-w-2xl">
            <form
              noValidate
              className="flex flex-col gap-4"
              onSubmit={(event) => {
                event.preventDefault();
                submit();
              }}
            >
              {loaded && contracts.length === 0 ? <Notice tone="warn">{t("noContract")}</Notice> : null}
              <FormField label={t("name")} required error={tried && !name.trim() ? common("required") : undefined}>
                <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={120} autoFocus />
              </FormField>
              <div className="grid grid-cols-2 gap-4">
                <FormField label={t("purpose")} required>
                  <Select
                    value={purpose}
                    onChange={setPurpose}
                    options={CAMPAIGN_PURPOSES.map((value) => ({ value, label: label("campaignPurpose", value) }))}
                  />
                </FormField>
                <FormField label={t("contract")} required>
                  <Select
                    value={contractId}
                    onChange={setContract}
                    placeholder={common("choose")}
                    options={contracts.map((one) => ({ value: one.contractId, label: one.reference }))}
                  />
                </FormField>
              </div>
              <FormField label={t("list")} optionalText={common("optional")} hint={t("listLater")}>
                <Combobox
                  value={listId}
                  onChange={setListId}
                  options={(lists.data ?? []).map((one) => ({
                    value: one.id,
                    label: one.name,
                    hint: t("contactCount", { count: one.contacts }),
                  }))}
                  placeholder={common("choose")}
                  searchText={t("findList")}
                  emptyText={t("noList")}
                />
              </FormField>
              {create.isError ? <Notice tone="danger">{describe(create.error).message}</Notice> : null}
              <div className="flex justify-end gap-2">
                <Button onClick={() => router.push("/w/campaigns")}>{common("cancel")}</Button>
                <Button type="submit" tone="primary" busy={create.isPending} disabled={contracts.length === 0}>
                  {t("createAndEdit")}
                </Button>
              </div>
            </form>
          </Card>
        )}
      </Query>
    </>
  );
}
