"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { DropdownMenu } from "~/ui/menu.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";

type Step = "suspend" | "resume" | "close";

interface TenantStateProps {
  readonly tenant: { readonly id: string; readonly name: string; readonly state: string };
}

/** Suspends a client, lets it in again, or closes its workspace; each asked for twice. */
export function TenantState({ tenant }: TenantStateProps) {
  const t = useTranslations("operator.tenant.state");
  const may = useMay();
  const [step, setStep] = useState<Step | null>(null);
  if (!may("platform.tenant.write")) return null;
  const item = (key: Step) => ({ key, label: t(key), danger: key !== "resume", onSelect: () => setStep(key) });
  // A closed client's data stays for as long as the law says, and can be taken until then.
  const take = {
    key: "export",
    label: t("export"),
    onSelect: () => window.location.assign(`/api/export?tenantId=${tenant.id}`),
  };
  const steps =
    tenant.state === "closed" ? [] : [[item(tenant.state === "suspended" ? "resume" : "suspend")], [item("close")]];
  return (
    <>
      <DropdownMenu
        trigger={<Button aria-label={t("menu")} icon={<Ellipsis aria-hidden />} data-testid="tenant-more" />}
        groups={[[take], ...steps]}
      />
      {step ? <Ask step={step} tenant={tenant} onClose={() => setStep(null)} /> : null}
    </>
  );
}

function Ask({ step, tenant, onClose }: TenantStateProps & { readonly step: Step; readonly onClose: () => void }) {
  const t = useTranslations("operator.tenant.state");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const { id: tenantId, name } = tenant;
  const done = (text: string): void => {
    toast.success(text);
    void queryClient.invalidateQueries({ queryKey: trpc.operator.pathKey() });
    onClose();
  };
  const quiet = { quiet: true };
  const tenants = trpc.operator.tenants;
  const suspend = useMutation(
    tenants.suspend.mutationOptions({ meta: quiet, onSuccess: (stopped) => done(t("suspended", stopped)) }),
  );
  const resume = useMutation(
    tenants.resume.mutationOptions({ meta: quiet, onSuccess: () => done(t("resumed", { name })) }),
  );
  const close = useMutation(
    tenants.close.mutationOptions({ meta: quiet, onSuccess: () => done(t("closed", { name })) }),
  );
  const { isPending, error } = { suspend, resume, close }[step];
  const needsReason = step !== "resume";
  const confirm = (): void => {
    setTried(true);
    if (needsReason && !reason.trim()) return;
    if (step === "resume") resume.mutate({ tenantId });
    else (step === "suspend" ? suspend : close).mutate({ tenantId, reason });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t(`${step}Title`, { name })}
      description={t(`${step}Text`)}
      confirmText={t(`${step}Do`)}
      tone={step === "resume" ? "primary" : "danger"}
      busy={isPending}
      onConfirm={confirm}
    >
      <div className="flex flex-col gap-4">
        {needsReason ? (
          <FormField
            label={t("reason")}
            hint={t("reasonHint")}
            error={tried && !reason.trim() ? c("required") : undefined}
          >
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </FormField>
        ) : null}
        {error ? <ErrorState title={t("failed")} message={describe(error).message} /> : null}
      </div>
    </ConfirmDialog>
  );
}
