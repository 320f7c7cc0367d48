"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { Board } from "./board.tsx";
import { ClosePeriod, type Closing } from "./close-period.tsx";
import { Invoices } from "./invoices.tsx";
import { OpenPeriods } from "./open-periods.tsx";

const PARTS = ["month", "soFar", "invoices"] as const;

export default function Page() {
  const t = useTranslations("finance.billing");
  const trpc = useTRPC();
  const router = useRouter();
  const asked = useSearchParams().get("part");
  const part = PARTS.find((one) => one === asked) ?? "month";
  const [closing, setClosing] = useState<Closing | null>(null);
  const board = useQuery(trpc.operator.billing.board.queryOptions({}));
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Tabs
        label={t("title")}
        value={part}
        onChange={(value) =>
          router.replace(value === "month" ? "/operator/billing" : `/operator/billing?part=${value}`)
        }
        tabs={[
          {
            value: "month",
            label: t("month"),
            content: <Query of={board}>{(data) => <Board items={data?.items} onClose={setClosing} />}</Query>,
          },
          { value: "soFar", label: t("soFar"), content: <OpenPeriods onClose={setClosing} /> },
          { value: "invoices", label: t("invoices"), content: <Invoices /> },
        ]}
      />
      {closing ? <ClosePeriod period={closing} onDone={() => setClosing(null)} /> : null}
    </>
  );
}
