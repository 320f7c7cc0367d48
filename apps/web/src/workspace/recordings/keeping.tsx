"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { type Hold, LiftHold, useRefreshHolds } from "./hold-dialogs.tsx";

/** For how long recordings are kept, and what is held beyond it. */
export function KeepingSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations("quality.holds");
  const trpc = useTRPC();
  const holds = useQuery(trpc.recordings.holds.queryOptions({ lifted: true }));
  const [lifting, setLifting] = useState<Hold | null>(null);
  return (
    <Sheet open wide onOpenChange={(open) => !open && onClose()} title={t("keeping")} description={t("keepingHint")}>
      <div className="flex flex-col gap-6">
        <Policy />
        <section>
          <h3 className="mb-2 text-sm font-semibold">{t("title")}</h3>
          <Query of={holds}>
            {(rows) =>
              rows === undefined ? (
                <Skeleton className="h-24" />
              ) : rows.length === 0 ? (
                <p className="text-sm text-muted">{t("none")}</p>
              ) : (
                <ul className="flex flex-col divide-y rounded-md border text-sm">
                  {rows.map((hold) => (
                    <li key={hold.id} className="flex items-start gap-3 px-3 py-2">
                      <span className="min-w-0 flex-1">
                        <span className="font-medium">{t(`subject.${hold.subject}`)}</span> {hold.name}{" "}
                        {hold.at ? <DateTime at={hold.at} /> : null}
                        <span className="block text-xs text-muted">
                          {hold.reason} · {hold.placedBy}, <DateTime at={hold.placedAt} style="date" />
                          {hold.liftedAt ? (
                            <> · {t("liftedBy", { by: hold.liftedBy ?? "", reason: hold.liftReason ?? "" })}</>
                          ) : null}
                        </span>
                      </span>
                      {hold.liftedAt ? (
                        <Badge tone="neutral">{t("lifted")}</Badge>
                      ) : (
                        <Button size="sm" onClick={() => setLifting(hold)}>
                          {t("lift")}
                        </Button>
                      )}
                    </li>
                  ))}
                </ul>
              )
            }
          </Query>
        </section>
      </div>
      {lifting ? <LiftHold holdId={lifting.id} onClose={() => setLifting(null)} /> : null}
    </Sheet>
  );
}

function Policy() {
  const trpc = useTRPC();
  const policy = useQuery(trpc.recordings.policy.queryOptions());
  return <Query of={policy}>{(data) => (data ? <PolicyForm policy={data} /> : <Skeleton className="h-28" />)}</Query>;
}

function PolicyForm({ policy }: { policy: RouterOutputs["recordings"]["policy"] }) {
  const t = useTranslations("quality.holds");
  const common = useTranslations("common");
  const may = useMay();
  const trpc = useTRPC();
  const refresh = useRefreshHolds();
  const describe = useDescribeError();
  const [days, setDays] = useState(policy.days === null ? "" : String(policy.days));
  const save = useMutation(
    trpc.recordings.setPolicy.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(common("saved"));
        refresh();
      },
    }),
  );
  const wrong = days !== "" && !/^[1-9]\d{0,4}$/.test(days);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) save.mutate({ days: days === "" ? null : Number(days) });
      }}
    >
      <FormField
        label={t("days")}
        hint={
          <>
            {t("daysHint")}
            {policy.profileDays === null ? null : <> {t("profileDays", { days: policy.profileDays })}</>}
            {policy.leastDays === null ? null : <> {t("leastDays", { days: policy.leastDays })}</>}
          </>
        }
        error={wrong ? t("daysWrong") : save.error ? describe(save.error).message : undefined}
      >
        <Input
          inputMode="numeric"
          className="w-28"
          disabled={!may("recording.retention")}
          placeholder="∞"
          value={days}
          onChange={(event) => setDays(event.target.value.trim())}
        />
      </FormField>
      {may("recording.retention") ? (
        <span>
          <Button type="submit" size="sm" tone="primary" busy={save.isPending}>
            {common("save")}
          </Button>
        </span>
      ) : null}
    </form>
  );
}
