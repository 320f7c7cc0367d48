"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { FormField, Input } from "~/ui/form.tsx";
import { Money } from "~/ui/format.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";

type Offer = RouterOutputs["seats"]["list"]["offers"][number];
const MOST = 500;

/** Asks how many, and says what they cost before anything is rented. */
export function RentDialog({
  open,
  onOpenChange,
  offers,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  offers: readonly Offer[];
}) {
  const t = useTranslations("workspace.seats");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const [contractId, setContractId] = useState(offers[0]?.contractId ?? "");
  const [text, setText] = useState("1");
  const count = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  const valid = count >= 1 && count <= MOST;
  const offer = offers.find((one) => one.contractId === contractId) ?? offers[0];
  const quote = useQuery(
    trpc.seats.quote.queryOptions(
      { contractId: offer?.contractId ?? "", count: valid ? count : 1 },
      {
        enabled: offer !== undefined && offer.monthlyRate !== null,
        placeholderData: keepPreviousData,
        staleTime: 30_000,
      },
    ),
  );
  // Nobody agrees to a price that is not on the screen yet.
  const isQuoted = offer?.monthlyRate === null || (quote.isSuccess && !quote.isPlaceholderData);
  const rent = useMutation(
    trpc.seats.rent.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ leases }) => {
        toast.success(t("rented", { count: leases.length }));
        onOpenChange(false);
      },
    }),
  );
  if (!offer) return null;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("rent")}
      description={t("rentHint")}
      onSubmit={() => valid && isQuoted && rent.mutate({ contractId: offer.contractId, count })}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={rent.isPending} disabled={!valid || !isQuoted}>
            {t("rentCount", { count: valid ? count : 1 })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {offers.length > 1 ? (
          <FormField label={t("contract")}>
            <Select
              value={offer.contractId}
              onChange={setContractId}
              options={offers.map((one) => ({ value: one.contractId, label: one.reference }))}
            />
          </FormField>
        ) : null}
        <FormField label={t("howMany")} error={valid ? undefined : t("howManyError", { max: MOST })}>
          <Input
            inputMode="numeric"
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="w-28"
            autoFocus
          />
        </FormField>
        <Cost offer={offer} count={valid ? count : 1} quote={quote.data} waiting={!isQuoted} />
        {quote.isError ? <Notice tone="danger">{describe(quote.error).message}</Notice> : null}
        {offer.recordingRequired ? <p className="text-xs text-muted">{t("mustRecord")}</p> : null}
        {rent.isError ? <Notice tone="danger">{describe(rent.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}

interface CostProps {
  readonly offer: Offer;
  readonly count: number;
  readonly quote: RouterOutputs["seats"]["quote"] | undefined;
  readonly waiting: boolean;
}

/** Rated by the engine of the invoice: what is said here is what it will charge. */
function Cost({ offer, count, quote: data, waiting }: CostProps) {
  const t = useTranslations("workspace.seats");
  const { minSeats, monthlyRate, currency } = offer;
  if (monthlyRate === null) return <Notice>{t("included")}</Notice>;
  const money = (minor: bigint | undefined) =>
    minor === undefined ? <Skeleton className="w-20" /> : <Money minor={minor} currency={currency} />;
  return (
    <div aria-live="polite" aria-busy={waiting} className="rounded-lg border bg-sunken px-4 py-3">
      <dl>
        <Line
          label={t("thisMonth")}
          how={data ? t("thisMonthHow", { days: data.days, of: data.daysInMonth }) : ""}
          value={money(data?.thisMonthMinor)}
        />
        <Line label={t("eachMonth")} how={t("eachMonthHow", { count })} value={money(data?.perMonthMinor)} />
        <Line
          label={t("allSeats")}
          how={data ? t("allSeatsHow", { count: data.leased + count }) : ""}
          value={money(data?.totalPerMonthMinor)}
          sum
        />
      </dl>
      {minSeats > 0 && data ? (
        <p className="mt-2 text-xs text-muted">{t("minimum", { count: minSeats, leased: data.leased })}</p>
      ) : null}
    </div>
  );
}

interface LineProps {
  readonly label: string;
  readonly how: string;
  readonly value: React.ReactNode;
  readonly sum?: boolean;
}

function Line({ label, how, value, sum }: LineProps) {
  return (
    <div className={cx("flex items-baseline justify-between gap-4 py-0.5", sum && "mt-1.5 border-t pt-2")}>
      <dt className="text-sm">
        {label} <span className="text-xs text-muted">{how}</span>
      </dt>
      <dd className="text-sm font-semibold">{value}</dd>
    </div>
  );
}
