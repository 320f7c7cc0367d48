"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { CopyField } from "~/ui/copy-field.tsx";
import { FormField, Input, Switch } from "~/ui/form.tsx";
import { Card, ErrorState } from "~/ui/layout.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

type Setting = RouterOutputs["companySignIn"]["get"];

/** How this workspace's people sign in by their company's own provider. */
export function CompanySignInCard() {
  const t = useTranslations("workspace.companySignIn");
  const trpc = useTRPC();
  const setting = useQuery(trpc.companySignIn.get.queryOptions({}));
  return (
    <Query of={setting}>
      {(data) => (
        <Card title={t("title")} description={t("hint")}>
          {data ? (
            <Editor key={String(data.provider?.updatedAt)} setting={data} />
          ) : (
            <Skeleton className="h-64 w-full" />
          )}
        </Card>
      )}
    </Query>
  );
}

function Editor({ setting }: { setting: Setting }) {
  const t = useTranslations("workspace.companySignIn");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const { provider } = setting;
  const [removing, setRemoving] = useState(false);
  const form = useForm({
    issuer: provider?.issuer ?? "",
    clientId: provider?.clientId ?? "",
    clientSecret: "",
    domains: provider?.domains.join(", ") ?? "",
    enabled: provider?.enabled ?? true,
    only: provider?.only ?? false,
    vouches: provider?.vouchesSecondFactor ?? true,
  });
  const { values, tried, set } = form;
  const changed = (text: string) => async (): Promise<void> => {
    toast.success(text);
    setRemoving(false);
    await queryClient.invalidateQueries({ queryKey: trpc.companySignIn.get.queryKey() });
  };
  const save = useMutation(
    trpc.companySignIn.set.mutationOptions({ meta: { quiet: true }, onSuccess: changed(t("saved")) }),
  );
  const remove = useMutation(trpc.companySignIn.remove.mutationOptions({ onSuccess: changed(t("removed")) }));
  const domains = values.domains.split(/[\s,;]+/).flatMap((one) => one.replace(/^@/, "") || []);
  const problems = {
    issuer: URL.canParse(values.issuer) ? undefined : t("issuerWrong"),
    clientId: values.clientId.trim() ? undefined : c("required"),
    clientSecret: provider || values.clientSecret.trim() ? undefined : c("required"),
    domains: domains.length > 0 ? undefined : c("required"),
  };
  const said = (key: keyof typeof problems): string | undefined => (tried ? problems[key] : undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!form.check(problems)) return;
    const { issuer, clientId, clientSecret, enabled, only, vouches } = values;
    save.mutate({
      ...{ issuer: issuer.trim(), clientId: clientId.trim(), domains, enabled, only, vouchesSecondFactor: vouches },
      ...(clientSecret.trim() ? { clientSecret: clientSecret.trim() } : {}),
    });
  };
  return (
    <form onSubmit={submit} noValidate className="flex max-w-2xl flex-col gap-4">
      <FormField label={t("redirect")} hint={t("redirectHint")}>
        <CopyField label={t("redirect")} value={setting.redirectUri} />
      </FormField>
      <FormField label={t("issuer")} hint={t("issuerHint")} error={said("issuer")} required>
        <Input
          inputMode="url"
          placeholder="https://login.example.com"
          value={values.issuer}
          onChange={(event) => set("issuer", event.target.value)}
        />
      </FormField>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField label={t("clientId")} error={said("clientId")} required>
          <Input value={values.clientId} onChange={(event) => set("clientId", event.target.value)} />
        </FormField>
        <FormField
          label={t("secret")}
          hint={provider ? t("secretKept") : t("secretHint")}
          error={said("clientSecret")}
          required={!provider}
        >
          <Input
            type="password"
            autoComplete="off"
            value={values.clientSecret}
            onChange={(event) => set("clientSecret", event.target.value)}
          />
        </FormField>
      </div>
      <FormField label={t("domains")} hint={t("domainsHint")} error={said("domains")} required>
        <Input
          placeholder="example.com"
          value={values.domains}
          onChange={(event) => set("domains", event.target.value)}
        />
      </FormField>
      <div className="flex flex-col gap-3">
        <Switch checked={values.enabled} label={t("enabled")} onChange={(on) => set("enabled", on)} />
        <div>
          <Switch checked={values.only} label={t("only")} onChange={(on) => set("only", on)} />
          <p className="mt-1 text-xs text-muted">{t("onlyHint")}</p>
        </div>
        <div>
          <Switch checked={values.vouches} label={t("vouches")} onChange={(on) => set("vouches", on)} />
          <p className="mt-1 text-xs text-muted">{t("vouchesHint")}</p>
        </div>
      </div>
      {save.isError ? <ErrorState title={t("notSaved")} message={describe(save.error).message} /> : null}
      <div className="flex items-center gap-3">
        <Button type="submit" tone="primary" busy={save.isPending}>
          {t("save")}
        </Button>
        {provider ? (
          <>
            <Button onClick={() => setRemoving(true)}>{t("remove")}</Button>
            <span className="text-sm text-muted">{t("linked", { count: setting.linked })}</span>
          </>
        ) : null}
      </div>
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t("removeTitle")}
        description={t("removeText")}
        confirmText={t("remove")}
        busy={remove.isPending}
        onConfirm={() => remove.mutate({})}
      />
    </form>
  );
}
