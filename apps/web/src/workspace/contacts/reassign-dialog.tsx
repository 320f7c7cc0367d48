"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";

type Callback = RouterOutputs["callbacks"]["list"]["items"][number];
const ANYBODY = "anybody";

/** Gives a promised call to another agent of its campaign, or to whoever is there. */
export function ReassignDialog({ of, onClose }: { of: Callback; onClose: () => void }) {
  const t = useTranslations("workspace.callbacks");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [to, setTo] = useState(of.by ?? ANYBODY);
  const campaign = useQuery(trpc.campaigns.get.queryOptions({ campaignId: of.campaignId }));
  const agents = campaign.data?.agents ?? [];
  const move = useMutation(
    trpc.callbacks.reassign.mutationOptions({
      meta: { quiet: true },
      onSuccess: async () => {
        toast.success(t("moved"));
        await queryClient.invalidateQueries({ queryKey: trpc.callbacks.pathKey() });
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t("moveTitle", { name: of.contactName || (of.phone ?? "") })}
      description={t("moveHint")}
      onSubmit={() =>
        move.mutate({
          campaignId: of.campaignId,
          contactId: of.contactId,
          from: of.by,
          to: to === ANYBODY ? null : to,
        })
      }
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={move.isPending}>
            {t("move")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {move.error ? <Notice tone="danger">{describe(move.error).message}</Notice> : null}
        <FormField label={t("to")}>
          <Select
            value={to}
            onChange={setTo}
            options={[
              { value: ANYBODY, label: t("anybody") },
              ...agents.map(({ membershipId, name }) => ({ value: membershipId, label: name })),
            ]}
          />
        </FormField>
      </div>
    </Dialog>
  );
}
