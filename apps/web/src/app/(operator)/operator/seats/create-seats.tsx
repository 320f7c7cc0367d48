"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { wholeNumber } from "~/lib/decimal.ts";
import { seatLabels } from "~/lib/seat-labels.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Checkbox, FormField, Input } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";

const MOST = 1_000;

/** Adds a row of numbered seats to the pool. */
export function CreateSeats({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("operator.seats");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const { values, tried, set, check, reset } = useForm({
    prefix: "B-",
    first: "1",
    count: "10",
    location: "",
    recordingCapable: true,
  });
  const create = useMutation(
    trpc.operator.seats.create.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ seatIds }) => {
        toast.success(t("created", { count: seatIds.length }));
        void queryClient.invalidateQueries({ queryKey: trpc.operator.seats.pathKey() });
        onOpenChange(false);
        reset();
      },
    }),
  );
  const first = wholeNumber(values.first, 99_999);
  const count = wholeNumber(values.count, MOST);
  const labels = seatLabels(values.prefix.trim(), first ?? 1, Math.min(count ?? 0, MOST));
  const problems = {
    first: first === null ? t("wholeNumber") : undefined,
    count: count === null || count === 0 ? t("countWrong", { max: MOST }) : undefined,
    location: values.location.trim() ? undefined : c("required"),
  };
  const said = (key: keyof typeof problems): string | undefined => (tried ? problems[key] : undefined);
  const submit = (): void => {
    if (!check(problems)) return;
    create.mutate({ labels, location: values.location.trim(), recordingCapable: values.recordingCapable });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("create")}
      description={t("createHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={create.isPending}>
            {t("addCount", { count: labels.length })}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-3 gap-4">
        <FormField label={t("prefix")}>
          <Input value={values.prefix} onChange={(event) => set("prefix", event.target.value)} />
        </FormField>
        <FormField label={t("first")} error={said("first")}>
          <Input inputMode="numeric" value={values.first} onChange={(event) => set("first", event.target.value)} />
        </FormField>
        <FormField label={t("count")} error={said("count")}>
          <Input inputMode="numeric" value={values.count} onChange={(event) => set("count", event.target.value)} />
        </FormField>
        <FormField
          label={t("location")}
          hint={t("locationHint")}
          error={said("location")}
          required
          className="col-span-3"
        >
          <Input value={values.location} onChange={(event) => set("location", event.target.value)} />
        </FormField>
        <div className="col-span-3">
          <Checkbox
            checked={values.recordingCapable}
            onChange={(recordingCapable) => set("recordingCapable", recordingCapable)}
            label={t("recordingCapable")}
            hint={t("recordingCapableHint")}
          />
        </div>
        <p className="tabular col-span-3 min-h-5 truncate text-xs text-muted">
          {labels.length > 1 ? t("range", { from: labels[0] ?? "", to: labels.at(-1) ?? "" }) : (labels[0] ?? "")}
        </p>
        {create.error ? (
          <div className="col-span-3">
            <ErrorState title={t("notCreated")} message={describe(create.error).message} />
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}
