"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronRight, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Card } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Skeleton, StatusDot } from "~/ui/status.tsx";
import { attentionOf } from "./attention.ts";

const SHOWN = 8;

/** What waits for a person, each a step away from where it is done. */
export function AttentionList() {
  const t = useTranslations("workspace.overview");
  const may = useMay();
  const trpc = useTRPC();
  const campaigns = useQuery(trpc.campaigns.list.queryOptions({}, { enabled: may("campaign.write") }));
  const lists = useQuery(trpc.lists.list.queryOptions({}, { enabled: may("list.write") }));
  const seats = useQuery(trpc.seats.list.queryOptions({}, { enabled: may("seat.assign") }));
  const loading = [campaigns, lists, seats].some((query) => query.isLoading);
  const found = attentionOf({ campaigns: campaigns.data, lists: lists.data, seats: seats.data });
  return (
    <Card title={t("needsYou")} flush>
      {loading ? (
        <div className="flex flex-col gap-3 p-4">
          <Skeleton className="w-3/4" />
          <Skeleton className="w-1/2" />
        </div>
      ) : found.length === 0 ? (
        <p className="flex items-center gap-2 px-4 py-5 text-sm text-muted">
          <CircleCheck aria-hidden className="size-4 text-ok" />
          {t("nothing")}
        </p>
      ) : (
        <ul className="divide-y">
          {found.slice(0, SHOWN).map((one) => (
            <li key={`${one.key} ${one.href}`}>
              <Link
                href={one.href}
                className="flex min-h-10 items-center gap-2 px-4 py-2 text-sm hover:bg-hover focus-visible:-outline-offset-2"
              >
                <StatusDot tone={one.tone}>
                  <span className="sr-only">{t(`tone.${one.tone}`)}</span>
                </StatusDot>
                <span className="min-w-0 flex-1">{t(`need.${one.key}`, { name: one.name, count: one.count })}</span>
                <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
