"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input, Textarea } from "~/ui/form.tsx";
import { DateTime } from "~/ui/format.tsx";
import { ErrorState, Notice } from "~/ui/layout.tsx";
import { Dialog, Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge, Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";
import type { RecordingView } from "./marks.tsx";

type Subject = "recording" | "call" | "campaign" | "contact";
type Hold = RouterOutputs["recordings"]["holds"][number];

function useRefresh(): () => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: trpc.recordings.pathKey() });
}

/** What keeps a recording from being deleted; whoever may, places a hold on it, its call or its campaign. */
export function HoldsOver({ recording }: { recording: RecordingView }) {
  const t = useTranslations("quality.holds");
  const may = useMay();
  const [placing, setPlacing] = useState(false);
  if (!may("recording.hold")) return null;
  return (
    <div className="flex flex-col gap-2">
      {recording.holds.map((hold) => (
        <Notice key={hold.id} tone="warn" icon={<Scale aria-hidden />}>
          {t("over", { subject: hold.subject, by: hold.placedBy })} <DateTime at={hold.placedAt} style="date" />:{" "}
          {hold.reason}
        </Notice>
      ))}
      <span>
        <Button size="sm" icon={<Scale aria-hidden />} onClick={() => setPlacing(true)}>
          {t("place")}
        </Button>
      </span>
      {placing ? <PlaceHold recording={recording} onClose={() => setPlacing(false)} /> : null}
    </div>
  );
}

function PlaceHold({ recording, onClose }: { recording: RecordingView; onClose: () => void }) {
  const t = useTranslations("quality.holds");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const refresh = useRefresh();
  const describe = useDescribeError();
  const { values, tried, set, check } = useForm<{ subject: Subject; reason: string }>({
    subject: "recording",
    reason: "",
  });
  const place = useMutation(
    trpc.recordings.placeHold.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("placed"));
        refresh();
        onClose();
      },
    }),
  );
  const ids: Partial<Record<Subject, string>> = {
    recording: recording.id,
    call: recording.callId,
    ...(recording.campaign ? { campaign: recording.campaign.id } : {}),
    ...(recording.contactId ? { contact: recording.contactId } : {}),
  };
  const problems = { reason: values.reason.trim().length >= 3 ? undefined : t("reasonNeeded") };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("placeTitle")}
      description={t("placeHint")}
      onSubmit={() => {
        const id = ids[values.subject];
        if (check(problems) && id) place.mutate({ subject: values.subject, id, reason: values.reason.trim() });
      }}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={place.isPending}>
            {t("place")}
          </Button>
        </>
      }
    >
      <FormField label={t("on")}>
        <Select
          value={values.subject}
          onChange={(subject) => set("subject", subject)}
          options={(["recording", "call", "contact", "campaign"] as const)
            .filter((one) => ids[one])
            .map((value) => ({ value, label: t(`subject.${value}`) }))}
        />
      </FormField>
      <FormField label={t("reason")} required error={tried ? problems.reason : undefined}>
        <Textarea rows={3} value={values.reason} onChange={(event) => set("reason", event.target.value)} />
      </FormField>
      {place.error ? <ErrorState title={t("notPlaced")} message={describe(place.error).message} /> : null}
    </Dialog>
  );
}

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
      {lifting ? <LiftHold hold={lifting} onClose={() => setLifting(null)} /> : null}
    </Sheet>
  );
}

function LiftHold({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const t = useTranslations("quality.holds");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const refresh = useRefresh();
  const { values, tried, set, check } = useForm({ reason: "" });
  const lift = useMutation(
    trpc.recordings.liftHold.mutationOptions({
      onSuccess: () => {
        toast.success(t("liftedNow"));
        refresh();
        onClose();
      },
    }),
  );
  const problems = { reason: values.reason.trim().length >= 3 ? undefined : t("reasonNeeded") };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("liftTitle")}
      description={t("liftHint")}
      onSubmit={() => check(problems) && lift.mutate({ holdId: hold.id, reason: values.reason.trim() })}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="danger" busy={lift.isPending}>
            {t("lift")}
          </Button>
        </>
      }
    >
      <FormField label={t("reason")} required error={tried ? problems.reason : undefined}>
        <Textarea rows={2} value={values.reason} onChange={(event) => set("reason", event.target.value)} />
      </FormField>
    </Dialog>
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
  const refresh = useRefresh();
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
