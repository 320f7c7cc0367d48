"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EntriesCard } from "~/dnc/entries-card.tsx";
import { NumberSearch } from "~/dnc/number-search.tsx";
import { NumbersImports } from "~/dnc/numbers-imports.tsx";
import { RegistersCard } from "~/dnc/registers-card.tsx";
import type { NumbersImport } from "~/dnc/side.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { PageHeader } from "~/ui/layout.tsx";
import { Tabs } from "~/ui/tabs.tsx";

export default function Page() {
  const t = useTranslations("dnc.entries");
  const d = useTranslations("dnc");
  const may = useMay();
  const trpc = useTRPC();
  const [tab, setTab] = useState("numbers");
  const registers = useQuery(trpc.dnc.registers.queryOptions({}));
  const imports = useQuery(trpc.dnc.imports.queryOptions({}));
  const campaigns = useQuery({ ...trpc.campaigns.list.queryOptions(), enabled: may("campaign.read") });
  const nameOf = ({ registerId, campaignId }: NumbersImport): string => {
    if (registerId) return registers.data?.items.find(({ id }) => id === registerId)?.name ?? "";
    if (campaignId) return campaigns.data?.find(({ id }) => id === campaignId)?.name ?? "";
    return t("wholeWorkspace");
  };
  const running = imports.data?.items.filter(({ state }) => state === "queued" || state === "running").length;
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <div className="mb-4">
        <NumberSearch />
      </div>
      <Tabs
        label={d("tabs.label")}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: "numbers", label: d("tabs.numbers"), content: <EntriesCard /> },
          {
            value: "registers",
            label: d("tabs.registers"),
            content: <RegistersCard side="tenant" registers={registers.data?.items} />,
          },
          {
            value: "uploads",
            label: d("tabs.uploads"),
            ...(running ? { count: running } : {}),
            content: <NumbersImports side="tenant" imports={imports.data?.items} nameOf={nameOf} />,
          },
        ]}
      />
    </>
  );
}
