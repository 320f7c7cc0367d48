"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Mail, UserPlus, UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { CopyField } from "~/ui/copy-field.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card, EmptyState, ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";
import { FactorReset } from "./factor-reset.tsx";

type Got = RouterOutputs["operator"]["tenants"]["get"];
type Row = {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly employer: string;
  readonly invitedUntil: Date | null;
};

interface PeopleProps {
  readonly people: Got["people"] | undefined;
  readonly invitations: Got["invitations"] | undefined;
  readonly tenantId: string;
}

/** Who works in the client's workspace, and who is invited. */
export function People({ people, invitations, tenantId }: PeopleProps) {
  const t = useTranslations("operator.people");
  const label = useEnumLabel();
  const may = useMay();
  const [adding, setAdding] = useState<"owner" | "agent" | null>(null);
  const rows = people && [
    ...people.map((one): Row => ({ ...one, key: one.membershipId, invitedUntil: null })),
    ...(invitations ?? []).map((one): Row => ({ ...one, key: one.id, invitedUntil: one.expiresAt })),
  ];
  const columns: Column<Row>[] = [
    {
      key: "name",
      header: t("name"),
      cell: (row) => <span className="font-medium">{row.name}</span>,
      sort: (row) => row.name,
      csv: (row) => row.name,
    },
    {
      key: "email",
      header: t("email"),
      cell: (row) => <span className="text-muted">{row.email}</span>,
      sort: (row) => row.email,
      csv: (row) => row.email,
    },
    {
      key: "role",
      header: t("role"),
      cell: (row) => label("tenantRole", row.role),
      sort: (row) => row.role,
      csv: (row) => row.role,
      width: "10rem",
    },
    {
      key: "employer",
      header: t("employer"),
      cell: (row) => label("employer", row.employer),
      sort: (row) => row.employer,
      csv: (row) => row.employer,
      width: "8rem",
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) =>
        row.invitedUntil ? (
          <span className="inline-flex items-center gap-2">
            <Badge tone="accent">{t("invited")}</Badge>
            <span className="text-xs text-muted">
              {t("until")} <DateTime at={row.invitedUntil} style="date" />
            </span>
          </span>
        ) : (
          <Badge tone="ok">{t("member")}</Badge>
        ),
      csv: (row) => (row.invitedUntil ? "invited" : "member"),
      width: "15rem",
    },
    ...(may("platform.access.write")
      ? [
          {
            key: "more",
            header: "",
            cell: (row: Row) => (row.invitedUntil ? null : <FactorReset person={row} tenantId={tenantId} />),
            width: "12rem",
            align: "right" as const,
          },
        ]
      : []),
  ];
  const actions = may("platform.tenant.write") ? (
    <>
      <Button size="sm" icon={<UserPlus aria-hidden />} onClick={() => setAdding("agent")}>
        {t("assignAgent")}
      </Button>
      <Button size="sm" tone="primary" icon={<Mail aria-hidden />} onClick={() => setAdding("owner")}>
        {t("inviteOwner")}
      </Button>
    </>
  ) : null;
  return (
    <>
      <Card flush title={t("title")} actions={actions}>
        <Table
          label={t("title")}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.key}
          skeletonRows={4}
          empty={
            <EmptyState icon={<UsersRound />} title={t("empty")}>
              {t("emptyHint")}
            </EmptyState>
          }
        />
      </Card>
      {adding ? <AddPerson kind={adding} tenantId={tenantId} onClose={() => setAdding(null)} /> : null}
    </>
  );
}

function AddPerson({ kind, tenantId, onClose }: { kind: "owner" | "agent"; tenantId: string; onClose: () => void }) {
  const t = useTranslations("operator.people");
  const c = useTranslations("common");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [link, setLink] = useState<string | null>(null);
  const { values, tried, set, check } = useForm({ email: "", name: "", role: "agent" as "agent" | "supervisor" });
  const renew = (): Promise<void> => queryClient.invalidateQueries({ queryKey: trpc.operator.tenants.pathKey() });
  const settled = (url: string | null): void => {
    void renew();
    if (url) {
      setLink(url);
      return;
    }
    toast.success(t("added"));
    onClose();
  };
  const quiet = { meta: { quiet: true } };
  const owner = useMutation(
    trpc.operator.tenants.inviteOwner.mutationOptions({ ...quiet, onSuccess: ({ inviteUrl }) => settled(inviteUrl) }),
  );
  const agent = useMutation(
    trpc.operator.tenants.assignAgent.mutationOptions({ ...quiet, onSuccess: ({ inviteUrl }) => settled(inviteUrl) }),
  );
  const error = owner.error ?? agent.error;
  const problems = {
    email: /^\S+@\S+\.\S+$/.test(values.email.trim()) ? undefined : t("emailWrong"),
    name: values.name.trim() ? undefined : c("required"),
  };
  const submit = (): void => {
    if (!check(problems)) return;
    const person = { tenantId, email: values.email.trim(), name: values.name.trim() };
    if (kind === "owner") owner.mutate(person);
    else agent.mutate({ ...person, role: values.role });
  };
  const title = kind === "owner" ? t("inviteOwner") : t("assignAgent");
  if (link)
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={t("linkTitle")}
        description={t("linkHint", { email: values.email })}
        footer={
          <Button tone="primary" onClick={onClose}>
            {c("close")}
          </Button>
        }
      >
        <CopyField value={link} label={t("linkTitle")} />
      </Dialog>
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={kind === "owner" ? t("inviteOwnerHint") : t("assignAgentHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={owner.isPending || agent.isPending}>
            {title}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("name")} required error={tried ? problems.name : undefined}>
          <Input value={values.name} autoComplete="off" onChange={(event) => set("name", event.target.value)} />
        </FormField>
        <FormField label={t("email")} required error={tried ? problems.email : undefined}>
          <Input
            type="email"
            autoComplete="off"
            value={values.email}
            onChange={(event) => set("email", event.target.value)}
          />
        </FormField>
        {kind === "agent" ? (
          <FormField label={t("role")}>
            <Select
              value={values.role}
              onChange={(role) => set("role", role)}
              options={(["agent", "supervisor"] as const).map((value) => ({
                value,
                label: label("tenantRole", value),
              }))}
            />
          </FormField>
        ) : null}
        {error ? <ErrorState title={t("notAdded")} message={describe(error).message} /> : null}
      </div>
    </Dialog>
  );
}
