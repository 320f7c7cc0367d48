"use client";
import { localDate, startOfLocalDay } from "@callbay/domain/calendar";
import { addDays } from "@callbay/domain/days";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMe } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input, Switch } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";
import type { Register, Side } from "./side.ts";

/** Names a register, says where it comes from and until when it holds; one that is there can be switched off. */
export function RegisterDialog({
  side,
  register,
  onDone,
}: {
  side: Side;
  register: Register | null;
  onDone: () => void;
}) {
  const t = useTranslations("dnc.registers");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const { workspace } = useMe();
  const zone = workspace.kind === "tenant" ? workspace.timezone : "UTC";
  // The last day is the one that is named: the register ends with it.
  const lastDay = register?.validUntil ? addDays(localDate(register.validUntil, zone), -1) : "";
  const { values, tried, set, check } = useForm({
    name: register?.name ?? "",
    source: register?.source ?? "",
    until: lastDay,
  });
  const [enabled, setEnabled] = useState(register?.enabled ?? true);
  const options = {
    meta: { quiet: true },
    onSuccess: async () => {
      toast.success(register ? t("saved") : t("created"));
      onDone();
      await queryClient.invalidateQueries({ queryKey: trpc.dnc.pathKey() });
      await queryClient.invalidateQueries({ queryKey: trpc.operator.registers.pathKey() });
    },
  };
  const createOperators = useMutation(trpc.operator.registers.create.mutationOptions(options));
  const createOwn = useMutation(trpc.dnc.createRegister.mutationOptions(options));
  const updateOperators = useMutation(trpc.operator.registers.update.mutationOptions(options));
  const updateOwn = useMutation(trpc.dnc.updateRegister.mutationOptions(options));
  const create = side === "operator" ? createOperators : createOwn;
  const update = side === "operator" ? updateOperators : updateOwn;
  const problems = { name: values.name.trim() ? undefined : c("required") };
  const submit = (): void => {
    if (!check(problems)) return;
    const validUntil = values.until ? startOfLocalDay(addDays(values.until, 1), zone) : null;
    const settings = { name: values.name, source: values.source, validUntil };
    if (register) update.mutate({ ...settings, registerId: register.id, enabled });
    else create.mutate(settings);
  };
  const error = create.error ?? update.error;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onDone()}
      title={register ? t("edit") : t("create")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={create.isPending || update.isPending}>
            {register ? c("save") : c("create")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("name")} hint={t("nameHint")} required error={tried ? problems.name : undefined}>
          <Input value={values.name} onChange={(event) => set("name", event.target.value)} maxLength={120} />
        </FormField>
        <FormField label={t("source")} hint={t("sourceHint")} optionalText={c("optional")}>
          <Input value={values.source} onChange={(event) => set("source", event.target.value)} maxLength={400} />
        </FormField>
        <FormField label={t("validUntil")} hint={t("validHint")} optionalText={c("optional")}>
          <Input
            type="date"
            className="w-44"
            value={values.until}
            onChange={(event) => set("until", event.target.value)}
          />
        </FormField>
        {register ? (
          <div className="flex flex-col gap-1">
            <Switch checked={enabled} onChange={setEnabled} label={t("enabled")} />
            <p className="text-xs text-muted">{t("enabledHint")}</p>
          </div>
        ) : null}
        {error ? <ErrorState title={t("notSaved")} message={describe(error).message} /> : null}
      </div>
    </Dialog>
  );
}
