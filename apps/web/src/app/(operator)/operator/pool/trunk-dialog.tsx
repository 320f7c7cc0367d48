"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { wholeNumber } from "~/lib/decimal.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input, Switch } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";
import type { Pool } from "./page.tsx";

type PoolNode = Pool["nodes"][number];
export type PoolTrunk = PoolNode["trunks"][number];

const MOST = 100_000;

/** A trunk of a node: a new one, or the limits, the place in the order and the prices of one that is there. */
export function TrunkDialog({
  node,
  trunk,
  onClose,
}: {
  node: PoolNode;
  trunk: PoolTrunk | null;
  onClose: () => void;
}) {
  const t = useTranslations("operator.pool");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const form = useForm({
    name: trunk?.name ?? "",
    endpoint: trunk?.endpoint ?? "",
    maxChannels: String(trunk?.maxChannels ?? 30),
    callsPerSecond: String(trunk?.callsPerSecond ?? 10),
    priority: String(trunk?.priority ?? node.trunks.length + 1),
    carrier: trunk?.carrier ?? "",
    enabled: trunk?.enabled === false ? "no" : "yes",
  });
  const { values, tried, set, check } = form;
  const done = {
    meta: { quiet: true },
    onSuccess: () => {
      toast.success(c("saved"));
      void queryClient.invalidateQueries({ queryKey: trpc.operator.pool.pathKey() });
      onClose();
    },
  };
  const add = useMutation(trpc.operator.pool.addTrunk.mutationOptions(done));
  const change = useMutation(trpc.operator.pool.setTrunk.mutationOptions(done));
  const maxChannels = wholeNumber(values.maxChannels, MOST);
  const callsPerSecond = wholeNumber(values.callsPerSecond, MOST) || null;
  const priority = wholeNumber(values.priority, 99) || null;
  const problems = {
    name: values.name.trim() ? undefined : c("required"),
    endpoint: /^[A-Za-z0-9._-]{1,80}$/.test(values.endpoint.trim()) ? undefined : t("endpointNeeded"),
    maxChannels: maxChannels === null ? t("wholeNumber") : undefined,
    callsPerSecond: callsPerSecond === null ? t("positiveNumber") : undefined,
    priority: priority === null ? t("priorityNumber") : undefined,
  };
  const submit = (): void => {
    if (!check(problems) || maxChannels === null || callsPerSecond === null || priority === null) return;
    const limits = { maxChannels, callsPerSecond, priority, carrier: values.carrier.trim() };
    if (trunk) change.mutate({ trunkId: trunk.id, ...limits, enabled: values.enabled === "yes" });
    else add.mutate({ nodeId: node.id, name: values.name.trim(), endpoint: values.endpoint.trim(), ...limits });
  };
  const number = (key: "maxChannels" | "callsPerSecond" | "priority", hint?: string) => (
    <FormField label={t(`trunkForm.${key}`)} hint={hint} error={tried ? problems[key] : undefined}>
      <Input inputMode="numeric" value={values[key]} onChange={(event) => set(key, event.target.value)} />
    </FormField>
  );
  const error = add.error ?? change.error;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={trunk ? t("changeTrunk", { name: trunk.name, node: node.name }) : t("addTrunkTo", { node: node.name })}
      description={t("trunkHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={add.isPending || change.isPending}>
            {c("save")}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 items-start gap-4">
        {trunk ? null : (
          <>
            <FormField label={t("trunkForm.name")} required error={tried ? problems.name : undefined}>
              <Input value={values.name} onChange={(event) => set("name", event.target.value)} />
            </FormField>
            <FormField
              label={t("trunkForm.endpoint")}
              hint={t("endpointHint")}
              required
              error={tried ? problems.endpoint : undefined}
            >
              <Input value={values.endpoint} onChange={(event) => set("endpoint", event.target.value)} />
            </FormField>
          </>
        )}
        {number("maxChannels")}
        {number("callsPerSecond")}
        {number("priority", t("priorityHint"))}
        <FormField label={t("trunkForm.carrier")} hint={t("carrierHint")} optionalText={c("optional")}>
          <Input value={values.carrier} onChange={(event) => set("carrier", event.target.value)} />
        </FormField>
        {trunk ? (
          <div className="col-span-2">
            <Switch
              label={t("trunkForm.enabled")}
              checked={values.enabled === "yes"}
              onChange={(on) => set("enabled", on ? "yes" : "no")}
            />
          </div>
        ) : null}
        {error ? (
          <div className="col-span-2">
            <ErrorState title={t("notSaved")} message={describe(error).message} />
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}
