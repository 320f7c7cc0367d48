"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { MessageSquareCheck } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Kbd, Skeleton } from "~/ui/status.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { DisputeDetail } from "./detail.tsx";
import { DisputeList } from "./list.tsx";

export type Dispute = RouterOutputs["operator"]["disputes"]["list"]["items"][number];

export default function Page() {
  const t = useTranslations("finance.disputes");
  const [tab, setTab] = useState<"open" | "resolved">("open");
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Tabs
        label={t("list")}
        value={tab}
        onChange={(value) => setTab(value === "resolved" ? "resolved" : "open")}
        tabs={(["open", "resolved"] as const).map((value) => ({
          value,
          label: t(value),
          content: <Inbox key={value} open={value === "open"} />,
        }))}
      />
    </>
  );
}

/** Typing in a field is not a command. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input,textarea,select,[role=combobox],[role=dialog]") !== null
  );
}

function Inbox({ open }: { open: boolean }) {
  const t = useTranslations("finance.disputes");
  const trpc = useTRPC();
  const asked = useSearchParams().get("dispute");
  const query = useQuery(trpc.operator.disputes.list.queryOptions({ open }));
  const [chosenId, setChosenId] = useState<string | null>(asked);
  const items = query.data?.items;
  // The one that was chosen may have been answered meanwhile: then the first one that waits.
  const at = Math.max(0, items?.findIndex((one) => one.id === chosenId) ?? 0);
  const chosen = items?.[at];
  const go = (by: number): void => {
    const next = items?.[Math.max(0, Math.min((items.length ?? 1) - 1, at + by))];
    if (next) setChosenId(next.id);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
      if (event.key === "j") go(1);
      else if (event.key === "k") go(-1);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
  return (
    <Query of={query}>
      {() =>
        items?.length === 0 ? (
          <Card>
            <EmptyState icon={<MessageSquareCheck />} title={open ? t("empty") : t("emptyResolved")}>
              {open ? t("emptyHint") : t("emptyResolvedHint")}
            </EmptyState>
          </Card>
        ) : (
          <div className="grid grid-cols-[22rem_minmax(0,1fr)] items-start gap-4">
            <div className="flex flex-col gap-2">
              <DisputeList items={items} chosenId={chosen?.id ?? null} onChoose={setChosenId} />
              <p className="flex items-center gap-1.5 px-1 text-xs text-faint">
                <Kbd>j</Kbd>
                <Kbd>k</Kbd>
                {t("keys")}
              </p>
            </div>
            {chosen && items ? (
              <DisputeDetail
                key={chosen.id}
                dispute={chosen}
                at={at + 1}
                total={items.length}
                onNext={() => go(1)}
                onPrevious={() => go(-1)}
                onAnswered={() => setChosenId(items[at + 1]?.id ?? items[at - 1]?.id ?? null)}
              />
            ) : (
              <Skeleton className="h-96 rounded-lg" />
            )}
          </div>
        )
      }
    </Query>
  );
}
