"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { FormField } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";

type Lease = RouterOutputs["seats"]["list"]["items"][number];

/** Gives a seat to a person, found by typing; those who sit elsewhere are named and cannot be chosen. */
export function AssignDialog({ lease, onClose }: { lease: Lease; onClose: () => void }) {
  const t = useTranslations("workspace.seats");
  const common = useTranslations("common");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const describe = useDescribeError();
  // Who accepted their invitation a moment ago can be given a seat, whatever another page saw before.
  const people = useQuery({ ...trpc.people.list.queryOptions({}), refetchOnMount: "always" });
  const [chosen, setChosen] = useState(lease.assignedTo?.membershipId ?? "");
  const assign = useMutation(
    trpc.seats.assign.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("assigned", { seat: lease.label }));
        onClose();
      },
    }),
  );
  const options = (people.data?.items ?? [])
    .filter((person) => person.role === "agent" || person.role === "supervisor")
    .map((person) => ({
      value: person.membershipId,
      label: person.name,
      hint:
        person.seat && person.seat !== lease.label
          ? t("hasSeat", { seat: person.seat })
          : label("tenantRole", person.role),
      disabled: person.seat !== null && person.seat !== lease.label,
    }));
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t("assignTitle", { seat: lease.label })}
      description={t("assignHint")}
      onSubmit={() => assign.mutate({ leaseId: lease.leaseId, membershipId: chosen || null })}
      footer={
        <>
          {lease.assignedTo ? (
            <Button
              tone="ghost"
              className="mr-auto"
              onClick={() => assign.mutate({ leaseId: lease.leaseId, membershipId: null })}
              disabled={assign.isPending}
            >
              {t("free")}
            </Button>
          ) : null}
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={assign.isPending} disabled={!chosen}>
            {t("assign")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <FormField label={t("person")}>
          <Combobox
            value={chosen}
            onChange={setChosen}
            options={options}
            placeholder={people.isPending ? "…" : common("choose")}
            searchText={t("findPerson")}
            emptyText={t("noPerson")}
          />
        </FormField>
        {assign.isError ? <Notice tone="danger">{describe(assign.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}
