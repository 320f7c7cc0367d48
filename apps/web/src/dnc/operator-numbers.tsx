"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { startOfLocalDay } from "@callbay/domain/day-start";
import { addDays } from "@callbay/domain/days";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ban, Plus } from "lucide-react";
import { useTimeZone, useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { DateTime, LastDay, PhoneNumber } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

type Entry = RouterOutputs["operator"]["registers"]["numbers"]["items"][number];

/** Single numbers that no client may dial, with why and until when. */
export function OperatorNumbers() {
  const t = useTranslations("dnc.operatorNumbers");
  const own = useTranslations("dnc.entries");
  const may = useMay();
  const trpc = useTRPC();
  const numbers = useQuery(trpc.operator.registers.numbers.queryOptions({}));
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Entry | null>(null);
  const columns: Column<Entry>[] = [
    {
      key: "phone",
      header: own("phone"),
      width: "11rem",
      csv: (row) => row.phone,
      cell: (row) => <PhoneNumber phone={row.phone} />,
    },
    { key: "reason", header: own("reason"), csv: (row) => row.reason, cell: (row) => row.reason },
    {
      key: "since",
      header: own("since"),
      width: "9rem",
      csv: (row) => row.createdAt.toISOString(),
      cell: (row) => <DateTime at={row.createdAt} />,
    },
    {
      key: "until",
      header: own("until"),
      width: "9rem",
      csv: (row) => row.expiresAt?.toISOString(),
      cell: (row) =>
        row.expiresAt ? <LastDay at={row.expiresAt} /> : <span className="text-muted">{own("forGood")}</span>,
    },
    {
      key: "actions",
      header: own("remove"),
      hideHeader: true,
      width: "8rem",
      align: "right",
      cell: (row) =>
        may("platform.dnc.write") ? (
          <Button size="sm" className="-my-1" onClick={() => setRemoving(row)}>
            {own("remove")}
          </Button>
        ) : null,
    },
  ];
  return (
    <Card flush title={t("title")}>
      <Table
        label={t("title")}
        columns={columns}
        rows={numbers.data?.items}
        rowKey={(row) => row.key}
        exportName="operator-do-not-call"
        toolbar={
          may("platform.dnc.write") ? (
            <Button size="sm" tone="primary" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
              {own("add")}
            </Button>
          ) : null
        }
        empty={
          <EmptyState compact icon={<Ban aria-hidden />} title={t("empty")}>
            {t("emptyHint")}
          </EmptyState>
        }
      />
      {adding ? <AddNumber onClose={() => setAdding(false)} /> : null}
      {removing ? <RemoveNumber of={removing} onClose={() => setRemoving(null)} /> : null}
    </Card>
  );
}

function AddNumber({ onClose }: { onClose: () => void }) {
  const t = useTranslations("dnc.operatorNumbers");
  const own = useTranslations("dnc.entries");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const zone = useTimeZone() ?? "UTC";
  const form = useForm({ phone: "", reason: "", until: "" });
  const { phone, reason, until } = form.values;
  const problems = {
    phone: phone.trim() ? undefined : common("required"),
    reason: reason.trim() ? undefined : common("required"),
  };
  const add = useMutation(
    trpc.operator.registers.addNumber.mutationOptions({
      meta: { quiet: true },
      onSuccess: async () => {
        toast.success(own("added"));
        await queryClient.invalidateQueries({ queryKey: trpc.operator.registers.pathKey() });
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={own("addTitle")}
      description={t("addHint")}
      onSubmit={() => {
        // The day that is named is the last on which it holds.
        const expiresAt = until ? startOfLocalDay(addDays(until, 1), zone) : null;
        if (form.check(problems)) add.mutate({ phone, reason, expiresAt });
      }}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={add.isPending}>
            {common("add")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField
          label={own("phone")}
          hint={t("phoneHint")}
          required
          error={add.error ? describe(add.error).message : form.tried ? problems.phone : undefined}
        >
          <Input type="tel" maxLength={40} value={phone} onChange={(event) => form.set("phone", event.target.value)} />
        </FormField>
        <FormField label={own("reason")} required error={form.tried ? problems.reason : undefined}>
          <Input maxLength={200} value={reason} onChange={(event) => form.set("reason", event.target.value)} />
        </FormField>
        <FormField label={own("until")} hint={own("untilHint")} optionalText={common("optional")}>
          <Input
            type="date"
            className="w-44"
            value={until}
            onChange={(event) => form.set("until", event.target.value)}
          />
        </FormField>
      </div>
    </Dialog>
  );
}

function RemoveNumber({ of, onClose }: { of: Entry; onClose: () => void }) {
  const own = useTranslations("dnc.entries");
  const d = useTranslations("dnc.remove");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm({ reason: "" });
  const { reason } = form.values;
  const problems = { reason: reason.trim() ? undefined : common("required") };
  const remove = useMutation(
    trpc.operator.registers.removeNumber.mutationOptions({
      onSuccess: async () => {
        toast.success(own("removed"));
        await queryClient.invalidateQueries({ queryKey: trpc.operator.registers.pathKey() });
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={own("removeTitle", { phone: of.phone })}
      onSubmit={() => {
        if (form.check(problems)) remove.mutate({ phone: of.key, reason });
      }}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="danger" busy={remove.isPending}>
            {own("remove")}
          </Button>
        </>
      }
    >
      <FormField label={d("reason")} required error={form.tried ? problems.reason : undefined}>
        <Input maxLength={200} value={reason} onChange={(event) => form.set("reason", event.target.value)} />
      </FormField>
    </Dialog>
  );
}
