"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { FormField } from "~/ui/form.tsx";
import { ReasonDialog } from "~/ui/reason-dialog.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";

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
  const trpc = useTRPC();
  const refresh = useRefreshHolds();
  const describe = useDescribeError();
  const [subject, setSubject] = useState<Subject>(on[0]?.subject ?? "recording");
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
  return (
    <ReasonDialog
      title={t("placeTitle")}
      description={t("placeHint")}
      confirmText={t("place")}
      tone="primary"
      busy={place.isPending}
      refused={place.error ? { title: t("notPlaced"), message: describe(place.error).message } : null}
      onClose={onClose}
      onConfirm={(reason) => {
        const chosen = on.find((one) => one.subject === subject);
        if (chosen) place.mutate({ ...chosen, reason });
      }}
    >
      {on.length > 1 ? (
        <FormField label={t("on")}>
          <Select
            value={subject}
            onChange={setSubject}
            options={on.map((one) => ({ value: one.subject, label: t(`subject.${one.subject}`) }))}
          />
        </FormField>
      ) : null}
    </ReasonDialog>
  );
}

/** Lifts a hold, with a reason. */
export function LiftHold({ holdId, onClose }: { holdId: string; onClose: () => void }) {
  const t = useTranslations("quality.holds");
  const trpc = useTRPC();
  const refresh = useRefreshHolds();
  const describe = useDescribeError();
  const lift = useMutation(
    trpc.recordings.liftHold.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("liftedNow"));
        refresh();
        onClose();
      },
    }),
  );
  return (
    <ReasonDialog
      title={t("liftTitle")}
      description={t("liftHint")}
      confirmText={t("lift")}
      busy={lift.isPending}
      refused={lift.error ? { title: t("notLifted"), message: describe(lift.error).message } : null}
      onClose={onClose}
      onConfirm={(reason) => lift.mutate({ holdId, reason })}
    />
  );
}
