"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { wholeNumber } from "~/lib/decimal.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

interface KnownAttachment {
  readonly nodeId: string;
  readonly nodeName: string;
  readonly guaranteedChannels: number;
  readonly burstChannels: number;
  readonly routing: Routing;
}

const ROUTINGS = ["priority", "least_cost"] as const;
type Routing = (typeof ROUTINGS)[number];

const MOST_CHANNELS = 100_000;

/** Attaches a client to a node, or changes its channels there. */
export function Attach({
  tenantId,
  known,
  onClose,
}: {
  tenantId: string;
  known: KnownAttachment | null;
  onClose: () => void;
}) {
  const t = useTranslations("operator.lines");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const may = useMay();
  const label = useEnumLabel();
  const pool = useQuery(trpc.operator.pool.overview.queryOptions(undefined, { enabled: may("platform.pool.read") }));
  const { values, tried, set, check } = useForm({
    nodeId: known?.nodeId ?? "",
    guaranteed: String(known?.guaranteedChannels ?? 10),
    burst: String(known?.burstChannels ?? 10),
    routing: known?.routing ?? "priority",
  });
  const attach = useMutation(
    trpc.operator.tenants.attach.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(c("saved"));
        void queryClient.invalidateQueries({ queryKey: trpc.operator.pathKey() });
        onClose();
      },
    }),
  );
  const guaranteedChannels = wholeNumber(values.guaranteed, MOST_CHANNELS);
  const burstChannels = wholeNumber(values.burst, MOST_CHANNELS);
  const problems = {
    nodeId: values.nodeId ? undefined : c("required"),
    guaranteed: guaranteedChannels === null ? t("wholeNumber") : undefined,
    burst: burstChannels === null ? t("wholeNumber") : undefined,
  };
  const submit = (): void => {
    if (!check(problems) || guaranteedChannels === null || burstChannels === null) return;
    const routing = ROUTINGS.find((one) => one === values.routing) ?? "priority";
    attach.mutate({ tenantId, nodeId: values.nodeId, guaranteedChannels, burstChannels, routing });
  };
  const options = known
    ? [{ value: known.nodeId, label: known.nodeName }]
    : (pool.data?.nodes ?? []).map((node) => ({
        value: node.id,
        label: node.name,
        hint: t("channelsOf", { inUse: node.channelsInUse, max: node.maxChannels }),
      }));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={known ? t("change", { node: known.nodeName }) : t("attach")}
      description={t("attachHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={attach.isPending}>
            {c("save")}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-4">
        <FormField label={t("node")} required className="col-span-2" error={tried ? problems.nodeId : undefined}>
          <Select
            value={values.nodeId}
            onChange={(nodeId) => set("nodeId", nodeId)}
            options={options}
            placeholder={c("choose")}
            disabled={known !== null}
          />
        </FormField>
        <FormField label={t("guaranteed")} hint={t("guaranteedHint")} error={tried ? problems.guaranteed : undefined}>
          <Input
            inputMode="numeric"
            value={values.guaranteed}
            onChange={(event) => set("guaranteed", event.target.value)}
          />
        </FormField>
        <FormField label={t("burst")} hint={t("burstHint")} error={tried ? problems.burst : undefined}>
          <Input inputMode="numeric" value={values.burst} onChange={(event) => set("burst", event.target.value)} />
        </FormField>
        <FormField label={t("routing")} hint={t("routingHint")} className="col-span-2">
          <Select
            value={values.routing}
            onChange={(routing) => set("routing", routing)}
            options={ROUTINGS.map((value) => ({ value, label: label("routing", value) }))}
          />
        </FormField>
        {attach.error ? (
          <div className="col-span-2">
            <ErrorState title={t("notSaved")} message={describe(attach.error).message} />
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}

/** Gives a client a number of the operator's stock. */
export function AddNumber({ tenantId, onClose }: { tenantId: string; onClose: () => void }) {
  const t = useTranslations("operator.lines");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const { values, tried, set, check } = useForm({ e164: "", label: "" });
  const add = useMutation(
    trpc.operator.tenants.addNumber.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ e164 }) => {
        toast.success(t("numberAdded", { number: e164 }));
        void queryClient.invalidateQueries({ queryKey: trpc.operator.tenants.pathKey() });
        onClose();
      },
    }),
  );
  const problem = values.e164.trim().length >= 4 ? undefined : c("required");
  const submit = (): void => {
    if (check({ e164: problem })) add.mutate({ tenantId, e164: values.e164.trim(), label: values.label.trim() });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("addNumber")}
      description={t("addNumberHint")}
      size="sm"
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={add.isPending}>
            {c("add")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField
          label={t("number")}
          required
          hint={t("numberHint")}
          error={add.error ? describe(add.error).message : tried ? problem : undefined}
        >
          <Input type="tel" value={values.e164} onChange={(event) => set("e164", event.target.value)} />
        </FormField>
        <FormField label={t("label")} optionalText={c("optional")}>
          <Input value={values.label} onChange={(event) => set("label", event.target.value)} />
        </FormField>
      </div>
    </Dialog>
  );
}
