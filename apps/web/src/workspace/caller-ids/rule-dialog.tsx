"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

type Got = RouterOutputs["callerIds"]["list"];
export type CallerIdRule = Got["rules"][number];

/** A choice must have a value; a campaign's id is never this one. */
const ALL = "all";

/** The number shown to numbers that begin so, for one campaign or for all that have no rule of their own. */
export function RuleDialog({
  rule,
  numbers,
  campaigns,
  onClose,
}: {
  rule: CallerIdRule | null;
  numbers: Got["numbers"];
  campaigns: Got["campaigns"];
  onClose: () => void;
}) {
  const t = useTranslations("workspace.callerIds");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const { values, tried, set, check } = useForm({
    prefix: rule ? (rule.prefix ? `+${rule.prefix}` : "") : "",
    campaignId: rule?.campaignId ?? ALL,
    phoneNumberId: rule && !rule.released ? rule.phoneNumberId : (numbers[0]?.phoneNumberId ?? ""),
  });
  const save = useMutation(
    trpc.callerIds.set.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(c("saved"));
        void queryClient.invalidateQueries({ queryKey: trpc.callerIds.pathKey() });
        onClose();
      },
    }),
  );
  const prefix = values.prefix.replace(/[\s()+-]/g, "");
  const problems = {
    prefix: /^([1-9]\d{0,14})?$/.test(prefix) ? undefined : t("prefixWrong"),
    phoneNumberId: values.phoneNumberId ? undefined : c("required"),
  };
  const submit = (): void => {
    if (!check(problems)) return;
    const campaignId = values.campaignId === ALL ? null : values.campaignId;
    save.mutate({ campaignId, prefix, phoneNumberId: values.phoneNumberId });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={rule ? t("changeRule") : t("add")}
      description={t("ruleHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={save.isPending}>
            {c("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("prefix")} hint={t("prefixHint")} error={tried ? problems.prefix : undefined}>
          <Input
            type="tel"
            value={values.prefix}
            disabled={rule !== null}
            onChange={(event) => set("prefix", event.target.value)}
          />
        </FormField>
        <FormField label={t("campaign")}>
          <Select
            value={values.campaignId}
            onChange={(campaignId) => set("campaignId", campaignId)}
            disabled={rule !== null}
            options={[
              { value: ALL, label: t("allCampaigns") },
              ...campaigns.map(({ campaignId, name }) => ({ value: campaignId, label: name })),
            ]}
          />
        </FormField>
        <FormField label={t("shown")} required error={tried ? problems.phoneNumberId : undefined}>
          <Select
            value={values.phoneNumberId}
            onChange={(phoneNumberId) => set("phoneNumberId", phoneNumberId)}
            placeholder={c("choose")}
            options={numbers.map(({ phoneNumberId, e164, label }) => ({
              value: phoneNumberId,
              label: e164,
              hint: label,
            }))}
          />
        </FormField>
        {save.error ? <ErrorState title={t("notSaved")} message={describe(save.error).message} /> : null}
      </div>
    </Dialog>
  );
}
