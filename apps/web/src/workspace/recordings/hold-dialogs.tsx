"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Textarea } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

export type Hold = RouterOutputs["recordings"]["holds"][number];
export type Subject = Hold["subject"];

/** What a hold can be placed on. */
export interface HoldTarget {
  readonly subject: Subject;
  readonly id: string;
}

/** Everything that says what is held, is asked again. */
export function useRefreshHolds(): () => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () => void queryClient.invalidateQueries({ queryKey: trpc.recordings.pathKey() });
}

/** Places a hold on one of these; whoever can choose, chooses in the dialog. */
export function PlaceHold({ on, onClose }: { on: readonly HoldTarget[]; onClose: () => void }) {
  const t = useTranslations("quality.holds");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const refresh = useRefreshHolds();
  const describe = useDescribeError();
  const { values, tried, set, check } = useForm<{ subject: Subject; reason: string }>({
    subject: on[0]?.subject ?? "recording",
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
  const problems = { reason: values.reason.trim().length >= 3 ? undefined : t("reasonNeeded") };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("placeTitle")}
      description={t("placeHint")}
      onSubmit={() => {
        const chosen = on.find(({ subject }) => subject === values.subject);
        if (check(problems) && chosen) place.mutate({ ...chosen, reason: values.reason.trim() });
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
      {on.length > 1 ? (
        <FormField label={t("on")}>
          <Select
            value={values.subject}
            onChange={(subject) => set("subject", subject)}
            options={on.map(({ subject }) => ({ value: subject, label: t(`subject.${subject}`) }))}
          />
        </FormField>
      ) : null}
      <FormField label={t("reason")} required error={tried ? problems.reason : undefined}>
        <Textarea rows={3} value={values.reason} onChange={(event) => set("reason", event.target.value)} />
      </FormField>
      {place.error ? <ErrorState title={t("notPlaced")} message={describe(place.error).message} /> : null}
    </Dialog>
  );
}

/** Lifts a hold, with a reason. */
export function LiftHold({ holdId, onClose }: { holdId: string; onClose: () => void }) {
  const t = useTranslations("quality.holds");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const refresh = useRefreshHolds();
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
      onSubmit={() => check(problems) && lift.mutate({ holdId, reason: values.reason.trim() })}
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
