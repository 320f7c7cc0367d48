"use client";
import type { Outcome } from "@callbay/domain/values";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Checkbox } from "~/ui/form.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { toast } from "~/ui/toast.tsx";

/** Chooses which contacts that are done are tried once more; says how many before anything happens. */
export function RecycleDialog({ campaignId, onClose }: { campaignId: string; onClose: () => void }) {
  const t = useTranslations("workspace.recycle");
  const common = useTranslations("common");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const groups = useQuery(trpc.campaigns.recyclable.queryOptions({ campaignId }));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const recycle = useMutation(
    trpc.campaigns.recycle.mutationOptions({
      onSuccess: ({ contacts }) => {
        toast.success(t("done", { count: contacts }));
        onClose();
      },
    }),
  );
  const rows = (groups.data?.groups ?? []).map((group) => ({
    ...group,
    key: group.disposition?.id ?? group.outcome ?? "",
    name: group.disposition?.label ?? label("outcome", group.outcome ?? ""),
  }));
  const taken = rows.filter(({ key, within }) => within > 0 && chosen.includes(key));
  const count = taken.reduce((sum, { within }) => sum + within, 0);
  const submit = (): void => {
    if (count === 0) return;
    recycle.mutate({
      campaignId,
      outcomes: taken.flatMap(({ disposition, outcome }) => (disposition || !outcome ? [] : [outcome as Outcome])),
      dispositionIds: taken.flatMap(({ disposition }) => disposition?.id ?? []),
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("hint", { max: groups.data?.maxAttempts ?? 0 })}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={recycle.isPending} disabled={count === 0}>
            {t("do", { count })}
          </Button>
        </>
      }
    >
      <Query of={groups}>
        {() =>
          rows.length === 0 ? (
            <p className="text-sm text-muted">{t("none")}</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {rows.map(({ key, name, done, within }) => (
                <li key={key}>
                  <Checkbox
                    label={name}
                    hint={t("counts", { done, within })}
                    checked={chosen.includes(key)}
                    disabled={within === 0}
                    onChange={(on) => setChosen(on ? [...chosen, key] : chosen.filter((one) => one !== key))}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Query>
    </Dialog>
  );
}
