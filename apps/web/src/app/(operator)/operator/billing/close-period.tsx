"use client";
import { addDays } from "@callbay/domain/days";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Day, Money } from "~/ui/format.tsx";
import { ErrorState, Facts } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";

/** A period that can be closed. */
export interface Closing {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly contractId: string;
  readonly reference: string;
  readonly currency: string;
  readonly periodFrom: string;
  /** Exclusive; the last day that can be closed is before it. */
  readonly periodTo: string;
  /** The last day to propose. */
  readonly lastDay: string;
  /** Null where it is not known yet. */
  readonly netMinor: bigint | null;
}

/** Prices what a contract used up to a day into a draft invoice, and leads to it. */
export function ClosePeriod({ period, onDone }: { period: Closing; onDone: () => void }) {
  const t = useTranslations("operator.billing");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [lastDay, setLastDay] = useState(period.lastDay);
  const close = useMutation(
    trpc.operator.billing.close.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ invoiceId }) => {
        void queryClient.invalidateQueries({ queryKey: trpc.operator.billing.pathKey() });
        router.push(`/operator/billing/${period.tenantId}/${invoiceId}`);
      },
    }),
  );
  const { tenantId, contractId } = period;
  return (
    <Dialog
      open
      onOpenChange={onDone}
      size="sm"
      title={t("closeTitle", { contract: period.reference })}
      description={t("closeHint")}
      onSubmit={() => {
        if (lastDay) close.mutate({ tenantId, contractId, periodTo: addDays(lastDay, 1) });
      }}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={close.isPending}>
            {t("makeDraft")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Facts
          items={[
            { label: t("client"), value: period.tenantName },
            { label: t("openSince"), value: <Day date={period.periodFrom} /> },
            ...(period.netMinor === null
              ? []
              : [{ label: t("netSoFar"), value: <Money minor={period.netMinor} currency={period.currency} /> }]),
          ]}
        />
        <FormField label={t("lastDay")} hint={t("lastDayHint")} required>
          <Input
            type="date"
            value={lastDay}
            min={period.periodFrom}
            max={addDays(period.periodTo, -1)}
            onChange={(event) => setLastDay(event.target.value)}
          />
        </FormField>
        {close.error ? <ErrorState title={t("notClosed")} message={describe(close.error).message} /> : null}
      </div>
    </Dialog>
  );
}
