"use client";
import { useQuery } from "@tanstack/react-query";
import { FileDown, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ALL_CLIENTS, ClientFilter, ofClient } from "~/finance/client-filter.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Balances } from "./balances.tsx";
import { SettlementCheck } from "./check.tsx";
import { Entries } from "./entries.tsx";
import { JournalExport } from "./export.tsx";
import { Trial } from "./trial.tsx";

/** An account in a currency; null for all of them. */
export interface ChosenAccount {
  readonly account: string;
  readonly currency: string;
}

export default function Page() {
  const t = useTranslations("finance.ledger");
  const trpc = useTRPC();
  const [tenantId, setTenantId] = useState(ALL_CLIENTS);
  const [chosen, setChosen] = useState<ChosenAccount | null>(null);
  const [asking, setAsking] = useState<"export" | "check" | null>(null);
  const scope = ofClient(tenantId);
  const trial = useQuery(trpc.operator.ledger.trial.queryOptions(scope));
  const balances = useQuery(trpc.operator.ledger.balances.queryOptions(scope));
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("hint")}
        actions={
          <>
            <ClientFilter value={tenantId} onChange={setTenantId} />
            <Button icon={<ShieldCheck aria-hidden />} onClick={() => setAsking("check")}>
              {t("check")}
            </Button>
            <Button icon={<FileDown aria-hidden />} onClick={() => setAsking("export")}>
              {t("export")}
            </Button>
          </>
        }
      />
      <div className="flex flex-col gap-4">
        <Query of={trial}>{(data) => <Trial trial={data} />}</Query>
        <Query of={balances}>{(data) => <Balances rows={data?.items} chosen={chosen} onChoose={setChosen} />}</Query>
        <Entries
          key={`${tenantId} ${chosen?.account} ${chosen?.currency}`}
          tenantId={tenantId}
          chosen={chosen}
          onAll={() => setChosen(null)}
        />
      </div>
      {asking === "export" ? <JournalExport tenantId={tenantId} onDone={() => setAsking(null)} /> : null}
      {asking === "check" ? <SettlementCheck tenantId={tenantId} onDone={() => setAsking(null)} /> : null}
    </>
  );
}
