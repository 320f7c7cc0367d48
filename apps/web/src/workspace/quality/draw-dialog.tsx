"use client";
import { addDays, localDate, startOfLocalDay } from "@callbay/domain/calendar";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay, useMe } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

const ALL = "all";

/** Draws calls to be judged: at random, or from those that are worth it. The seed is shown, so that a draw can be done again. */
export function DrawDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("quality.queue");
  const calls = useTranslations("workspace.calls");
  const common = useTranslations("common");
  const may = useMay();
  const { workspace } = useMe();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const zone = workspace.kind === "tenant" ? workspace.timezone : "UTC";
  const [today] = useState(() => localDate(new Date(), zone));
  const scorecards = useQuery(trpc.quality.scorecards.queryOptions({}));
  const campaigns = useQuery(trpc.campaigns.list.queryOptions({}, { enabled: may("campaign.read") }));
  const inUse = (scorecards.data ?? []).filter(({ archivedAt }) => archivedAt === null);
  const { values, tried, set, check } = useForm({
    ...{ name: today, versionId: "", seed: today, from: addDays(today, -7), through: today },
    ...{ campaignId: ALL, success: "any" as "any" | "yes" | "no", minSeconds: "20", perAgent: "5" },
  });
  const versionId = values.versionId || (inUse[0]?.versionId ?? "");
  const draw = useMutation(
    trpc.quality.drawSample.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ size, outOf }) => {
        toast.success(t("drawn", { size, outOf }));
        void queryClient.invalidateQueries({ queryKey: trpc.quality.pathKey() });
        onClose();
      },
    }),
  );
  const whole = (text: string, most: number): number | null =>
    /^\d{1,5}$/.test(text) && Number(text) <= most ? Number(text) : null;
  const problems = {
    name: values.name.trim().length >= 2 ? undefined : t("nameNeeded"),
    versionId: versionId ? undefined : t("scorecardNeeded"),
    perAgent: (whole(values.perAgent, 100) ?? 0) > 0 ? undefined : t("perAgentWrong"),
    minSeconds: whole(values.minSeconds, 86_400) === null ? t("secondsWrong") : undefined,
  };
  const send = (): void => {
    if (!check(problems)) return;
    draw.mutate({
      ...{ name: values.name.trim(), versionId, seed: values.seed.trim() || today },
      from: startOfLocalDay(values.from, zone),
      to: startOfLocalDay(addDays(values.through, 1), zone),
      ...(values.campaignId === ALL ? {} : { campaignIds: [values.campaignId] }),
      ...{ minMs: Number(values.minSeconds) * 1_000, perAgent: Number(values.perAgent) },
      success: values.success === "any" ? null : values.success === "yes",
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("drawTitle")}
      description={t("drawHint")}
      onSubmit={send}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={draw.isPending}>
            {t("draw")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("name")} required error={tried ? problems.name : undefined}>
          <Input value={values.name} onChange={(event) => set("name", event.target.value)} />
        </FormField>
        <FormField label={t("scorecard")} required error={tried ? problems.versionId : undefined}>
          <Select
            value={versionId}
            onChange={(value) => set("versionId", value)}
            options={inUse.map((one) => ({ value: one.versionId, label: `${one.name} ${one.version}` }))}
          />
        </FormField>
        <div className="grid grid-cols-2 gap-3">
          <FormField label={calls("from")}>
            <Input type="date" value={values.from} onChange={(event) => set("from", event.target.value || today)} />
          </FormField>
          <FormField label={calls("to")}>
            <Input
              type="date"
              value={values.through}
              onChange={(event) => set("through", event.target.value || today)}
            />
          </FormField>
          {may("campaign.read") ? (
            <FormField label={calls("campaign")}>
              <Select
                value={values.campaignId}
                onChange={(value) => set("campaignId", value)}
                options={[
                  { value: ALL, label: calls("anyCampaign") },
                  ...(campaigns.data ?? []).map((one) => ({ value: one.id, label: one.name })),
                ]}
              />
            </FormField>
          ) : null}
          <FormField label={t("success")}>
            <Select
              value={values.success}
              onChange={(value) => set("success", value)}
              options={(["any", "yes", "no"] as const).map((value) => ({ value, label: t(`successes.${value}`) }))}
            />
          </FormField>
          <FormField label={t("minSeconds")} error={tried ? problems.minSeconds : undefined}>
            <Input
              inputMode="numeric"
              value={values.minSeconds}
              onChange={(event) => set("minSeconds", event.target.value)}
            />
          </FormField>
          <FormField label={t("perAgent")} error={tried ? problems.perAgent : undefined}>
            <Input
              inputMode="numeric"
              value={values.perAgent}
              onChange={(event) => set("perAgent", event.target.value)}
            />
          </FormField>
        </div>
        <FormField label={t("seed")} hint={t("seedHint")}>
          <Input value={values.seed} onChange={(event) => set("seed", event.target.value)} />
        </FormField>
        {draw.error ? <ErrorState title={t("notDrawn")} message={describe(draw.error).message} /> : null}
      </div>
    </Dialog>
  );
}
