"use client";
import { amountText, currencyExponent } from "@callbay/domain/money";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef } from "react";
import { amountOf, tidyAmount } from "~/finance/amount.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { FormField, Input, Textarea } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Kbd } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";
import type { Dispute } from "./page.tsx";

type Resolution = "adjust" | "credit" | "reject";

/** Adjust, credit or reject, with a reason that the client reads. */
export function Answer({ dispute, onAnswered }: { dispute: Dispute; onAnswered: () => void }) {
  const t = useTranslations("finance.disputes");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const form = useRef<HTMLFormElement>(null);
  const { currency } = dispute;
  const final = dispute.invoiceState === "finalised";
  const { values, tried, set, check } = useForm<{ resolution: Resolution; amount: string; reason: string }>({
    resolution: final ? "credit" : "adjust",
    amount: amountText(dispute.atStakeMinor, currency),
    reason: "",
  });
  const resolve = useMutation(
    trpc.operator.disputes.resolve.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("sent"));
        onAnswered();
        void queryClient.invalidateQueries({ queryKey: trpc.operator.disputes.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.operator.billing.pathKey() });
      },
    }),
  );
  const { resolution } = values;
  const problems = {
    amount:
      resolution !== "reject" && !((amountOf(values.amount, currency) ?? 0n) > 0n)
        ? t("amountWrong", { decimals: currencyExponent(currency) })
        : undefined,
    reason: values.reason.trim() ? undefined : t("reasonNeeded"),
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!check(problems)) return;
    const which = { tenantId: dispute.tenantId, disputeId: dispute.id, reason: values.reason.trim() };
    const amount = tidyAmount(values.amount);
    resolve.mutate(resolution === "reject" ? { ...which, resolution } : { ...which, resolution, amount });
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-3 border-t pt-4">
      <fieldset className="grid grid-cols-3 gap-2">
        <legend className="mb-1 text-sm font-medium">{t("answer")}</legend>
        {(["adjust", "credit", "reject"] as const).map((one) => {
          const off = one === "adjust" && final;
          return (
            <label
              key={one}
              className={cx(
                "flex items-start gap-2 rounded-md border px-3 py-2",
                off ? "opacity-60" : "cursor-pointer",
                resolution === one ? "border-accent bg-accent-soft" : "border-line-strong hover:bg-hover",
              )}
            >
              <input
                type="radio"
                name="resolution"
                className="mt-1 accent-(--accent)"
                disabled={off}
                checked={resolution === one}
                onChange={() => set("resolution", one)}
              />
              <span>
                <span className="block text-sm font-medium">{t(`resolution.${one}`)}</span>
                <span className="block text-xs text-muted">{off ? t("adjustNotNow") : t(`resolutionHint.${one}`)}</span>
              </span>
            </label>
          );
        })}
      </fieldset>
      <div className="grid grid-cols-3 items-start gap-4">
        {resolution === "reject" ? null : (
          <FormField
            label={t("amount", { currency })}
            hint={t("amountHint")}
            error={tried ? problems.amount : undefined}
          >
            <Input
              inputMode="decimal"
              className="tabular"
              value={values.amount}
              onChange={(event) => set("amount", event.target.value)}
            />
          </FormField>
        )}
        <FormField
          label={t("reason")}
          required
          error={tried ? problems.reason : undefined}
          className={resolution === "reject" ? "col-span-3" : "col-span-2"}
        >
          <Textarea
            rows={3}
            value={values.reason}
            onChange={(event) => set("reason", event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
            }}
          />
        </FormField>
      </div>
      {resolve.error ? <ErrorState title={t("notSent")} message={describe(resolve.error).message} /> : null}
      <div className="flex items-center justify-end gap-3">
        <span className="flex items-center gap-1 text-xs text-faint">
          <Kbd>Ctrl</Kbd>
          <Kbd>↵</Kbd>
        </span>
        <Button type="submit" tone={resolution === "reject" ? "danger" : "primary"} busy={resolve.isPending}>
          {t("send")}
        </Button>
      </div>
    </form>
  );
}
