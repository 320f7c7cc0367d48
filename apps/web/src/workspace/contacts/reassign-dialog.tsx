"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { atWallClock } from "@callbay/domain/calendar";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTimeZone, useTranslations } from "next-intl";
import { useState } from "react";
import { fieldTime } from "~/lib/wall-clock.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { LocalTime } from "./local-time.tsx";

type Callback = RouterOutputs["callbacks"]["list"]["items"][number];
const ANYBODY = "anybody";

/** Gives a promised call to another agent of its campaign or to whoever is there, at its time or another. */
export function ReassignDialog({ of, onClose }: { of: Callback; onClose: () => void }) {
  const t = useTranslations("workspace.callbacks");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const zone = useTimeZone() ?? "UTC";
  const promised = fieldTime(of.at, zone);
  const [to, setTo] = useState(of.by ?? ANYBODY);
  const [typed, setTyped] = useState(promised);
  const at = typed === promised ? of.at : atWallClock(typed, zone);
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
          ...(at && typed !== promised ? { at } : {}),
        })
      }
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={move.isPending} disabled={!at}>
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
        <FormField
          label={t("at")}
          hint={
            at && of.timezone ? t.rich("there", { at: () => <LocalTime at={at} zone={of.timezone} /> }) : t("atHint")
          }
          error={at ? undefined : common("required")}
        >
          <div className="flex gap-2">
            <Input
              type="datetime-local"
              value={typed}
              min={fieldTime(new Date(), zone)}
              aria-label={t("at")}
              onChange={(event) => setTyped(event.target.value)}
            />
            <Button disabled={typed === promised} onClick={() => setTyped(promised)}>
              {t("keepTime")}
            </Button>
          </div>
        </FormField>
      </div>
    </Dialog>
  );
}
