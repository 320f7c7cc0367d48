"use client";
import { microsToMinor, parseRate } from "@callbay/domain/money";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count, Money } from "~/ui/format.tsx";
import { Card, Notice, PageHeader, Stat, StatRow } from "~/ui/layout.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { toast } from "~/ui/toast.tsx";
import { RentDialog } from "~/workspace/seats/rent-dialog.tsx";
import { SeatTable } from "~/workspace/seats/seat-table.tsx";

export default function Page() {
  const t = useTranslations("workspace.seats");
  const may = useMay();
  const trpc = useTRPC();
  const seats = useQuery(trpc.seats.list.queryOptions({}));
  const [renting, setRenting] = useState(false);
  const [releasing, setReleasing] = useState(false);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const release = useMutation(
    trpc.seats.release.mutationOptions({
      onSuccess: () => {
        toast.success(t("released", { count: selected.size }));
        setSelected(new Set());
      },
      onSettled: () => setReleasing(false),
    }),
  );
  const { data } = seats;
  const rentButton =
    may("seat.rent") && data?.contract ? (
      <Button tone="primary" icon={<Plus aria-hidden />} onClick={() => setRenting(true)}>
        {t("rent")}
      </Button>
    ) : null;
  const leased = data?.items.length ?? 0;
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} actions={rentButton} />
      <Query of={seats}>
        {(loaded) => (
          <>
            {loaded && !loaded.contract ? (
              <div className="mb-4">
                <Notice tone="warn">{t("noContract")}</Notice>
              </div>
            ) : null}
            <StatRow columns={4}>
              <Stat
                label={t("leased")}
                loading={!loaded}
                value={<Count value={leased} />}
                hint={loaded?.minSeats ? t("minSeats", { count: loaded.minSeats }) : ""}
              />
              <Stat
                label={t("inUse")}
                loading={!loaded}
                value={<Count value={loaded?.items.filter((one) => one.inUseBy).length} />}
              />
              <Stat
                label={t("unassigned")}
                loading={!loaded}
                value={<Count value={loaded?.items.filter((one) => !one.assignedTo).length} />}
              />
              <Stat
                label={t("rate")}
                loading={!loaded}
                value={
                  loaded?.monthlyRate && loaded.contract ? (
                    <Money
                      minor={microsToMinor(parseRate(loaded.monthlyRate), loaded.contract.currency)}
                      currency={loaded.contract.currency}
                    />
                  ) : (
                    "—"
                  )
                }
                hint={loaded?.contract ? t("underContract", { reference: loaded.contract.reference }) : ""}
              />
            </StatRow>
            <Card flush>
              <SeatTable
                seats={loaded}
                selected={selected}
                onSelect={setSelected}
                rentButton={rentButton}
                toolbar={
                  selected.size > 0 ? (
                    <>
                      <span className="text-xs text-muted">{t("selected", { count: selected.size })}</span>
                      <Button size="sm" onClick={() => setReleasing(true)}>
                        {t("release")}
                      </Button>
                    </>
                  ) : (
                    <span className="text-xs text-muted">{may("seat.rent") ? t("selectHint") : ""}</span>
                  )
                }
              />
            </Card>
          </>
        )}
      </Query>
      {renting && data ? <RentDialog open onOpenChange={setRenting} offers={data.offers} /> : null}
      <ConfirmDialog
        open={releasing}
        onOpenChange={setReleasing}
        title={t("releaseTitle", { count: selected.size })}
        description={t("releaseHint")}
        confirmText={t("release")}
        busy={release.isPending}
        onConfirm={() => release.mutate({ leaseIds: [...selected] })}
      />
    </>
  );
}
