"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import type { Person } from "./people-table.tsx";
import { RoleChoice } from "./role-choice.tsx";

export function RoleDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useTranslations("workspace.people");
  const common = useTranslations("common");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const describe = useDescribeError();
  const [role, setRole] = useState(person.role);
  const change = useMutation(
    trpc.people.setRole.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("roleChanged", { name: person.name, role: label("tenantRole", role) }));
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("roleTitle", { name: person.name })}
      onSubmit={() => change.mutate({ membershipId: person.membershipId, role })}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={change.isPending} disabled={role === person.role}>
            {common("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <RoleChoice value={role} onChange={setRole} />
        {change.isError ? <Notice tone="danger">{describe(change.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}
