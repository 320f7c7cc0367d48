"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { wholeNumber } from "~/lib/decimal.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { FormField, Input } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import { useForm } from "~/ui/use-form.ts";
import { StepForm } from "./step-form.tsx";
import type { Client } from "./steps.ts";

const MOST = 100_000;

/** Channels on a node: how many are always there, and how many may be borrowed. The emptiest node is proposed. */
export function ChannelsStep({ client, onDone }: { client: Client; onDone: () => void }) {
  const t = useTranslations("operator.onboard.channels");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const pool = useQuery(trpc.operator.pool.overview.queryOptions());
  const known = client.attachments[0];
  const { values, tried, set, check } = useForm({
    nodeId: known?.nodeId ?? "",
    guaranteed: String(known?.guaranteedChannels ?? 10),
    burst: String(known?.burstChannels ?? 10),
  });
  const nodes = (pool.data?.nodes ?? [])
    .filter((node) => node.state === "active")
    .map((node) => {
      const given = (pool.data?.attachments ?? []).filter(
        (one) => one.nodeId === node.id && one.tenantId !== client.tenant.id,
      );
      return { ...node, free: node.maxChannels - given.reduce((sum, one) => sum + one.guaranteed, 0) };
    })
    .sort((a, b) => b.free - a.free);
  const node = nodes.find((one) => one.id === values.nodeId) ?? nodes[0];
  const guaranteedChannels = wholeNumber(values.guaranteed, MOST);
  const burstChannels = wholeNumber(values.burst, MOST);
  const problems = {
    nodeId: node ? undefined : t("noNode"),
    guaranteed:
      guaranteedChannels === null
        ? t("whole")
        : node && guaranteedChannels > node.free
          ? t("tooMany", { free: node.free })
          : undefined,
    burst: burstChannels === null ? t("whole") : undefined,
  };
  const attach = useMutation(
    trpc.operator.tenants.attach.mutationOptions({
      meta: { quiet: true },
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.operator.pathKey() });
        onDone();
      },
    }),
  );
  const submit = (): void => {
    if (!check(problems) || !node || guaranteedChannels === null || burstChannels === null) return;
    attach.mutate({ tenantId: client.tenant.id, nodeId: node.id, guaranteedChannels, burstChannels });
  };
  return (
    <StepForm
      title={t("title")}
      hint={t("hint")}
      busy={attach.isPending || pool.isPending}
      error={attach.error ? describe(attach.error).message : null}
      onSubmit={submit}
      onSkip={known ? onDone : undefined}
    >
      <FormField label={t("node")} error={tried && !pool.isPending ? problems.nodeId : undefined}>
        <Select
          value={node?.id ?? ""}
          onChange={(nodeId) => set("nodeId", nodeId)}
          options={nodes.map((one) => ({ value: one.id, label: t("nodeFree", { name: one.name, free: one.free }) }))}
        />
      </FormField>
      <div className="grid grid-cols-2 gap-4">
        <FormField label={t("guaranteed")} hint={t("guaranteedHint")} error={tried ? problems.guaranteed : undefined}>
          <Input
            autoFocus
            inputMode="numeric"
            value={values.guaranteed}
            onChange={(event) => set("guaranteed", event.target.value)}
          />
        </FormField>
        <FormField label={t("burst")} hint={t("burstHint")} error={tried ? problems.burst : undefined}>
          <Input inputMode="numeric" value={values.burst} onChange={(event) => set("burst", event.target.value)} />
        </FormField>
      </div>
    </StepForm>
  );
}
