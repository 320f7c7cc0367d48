"use client";
import type { TenantRole } from "@callbay/domain/permissions";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { CopyField } from "~/ui/copy-field.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { RoleChoice } from "./role-choice.tsx";

const NO_UNIT = "none";

/** Takes name, address and role; then shows the link, once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("workspace.people");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const units = useQuery(trpc.people.orgUnits.queryOptions({}));
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<TenantRole>("agent");
  const [unit, setUnit] = useState(NO_UNIT);
  const [tried, setTried] = useState(false);
  const invite = useMutation(
    trpc.people.invite.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.people.list.queryKey() }),
    }),
  );
  const emailOk = /^\S+@\S+\.\S+$/.test(email.trim());
  const submit = (): void => {
    setTried(true);
    if (!name.trim() || !emailOk) return;
    invite.mutate({ name, email: email.trim(), role, orgUnitId: unit === NO_UNIT ? null : unit });
  };
  if (invite.data)
    return <LinkDialog name={name} url={invite.data.inviteUrl} expiresAt={invite.data.expiresAt} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("inviteTitle")}
      description={t("inviteHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={invite.isPending}>
            {t("makeLink")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-2 gap-4">
          <FormField label={t("name")} required error={tried && !name.trim() ? common("required") : undefined}>
            <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={120} autoFocus />
          </FormField>
          <FormField label={t("email")} required error={tried && !emailOk ? t("emailError") : undefined}>
            <Input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
          </FormField>
        </div>
        <RoleChoice value={role} onChange={setRole} />
        <FormField label={t("unit")} optionalText={common("optional")}>
          <Select
            value={unit}
            onChange={setUnit}
            options={[
              { value: NO_UNIT, label: t("noUnit") },
              ...(units.data ?? []).map((one) => ({ value: one.orgUnitId, label: one.name })),
            ]}
          />
        </FormField>
        {invite.isError ? <Notice tone="danger">{describe(invite.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}

interface LinkDialogProps {
  readonly name: string;
  readonly url: string;
  readonly expiresAt: Date;
  readonly onClose: () => void;
}

function LinkDialog({ name, url, expiresAt, onClose }: LinkDialogProps) {
  const t = useTranslations("workspace.people");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("linkTitle")}
      description={t("linkHint", { name })}
      footer={
        <Button tone="primary" onClick={onClose}>
          {t("done")}
        </Button>
      }
    >
      <CopyField value={url} label={t("link")} />
      <p className="mt-2 text-xs text-muted">
        {t("expires")} <DateTime at={expiresAt} />
      </p>
    </Dialog>
  );
}
