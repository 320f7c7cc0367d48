"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Send, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { Button, IconButton } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { EmptyState } from "~/ui/layout.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import type { Ask } from "./ask.ts";

type Saved = RouterOutputs["reports"]["saved"]["items"][number];

/** One's own reports and those that others share; opening one asks for it on the page. */
export function SavedReports({ onOpen, onDone }: { onOpen: (ask: Partial<Ask>) => void; onDone: () => void }) {
  const t = useTranslations("reports");
  const trpc = useTRPC();
  const client = useQueryClient();
  const saved = useQuery(trpc.reports.saved.queryOptions());
  const remove = useMutation(
    trpc.reports.deleteSaved.mutationOptions({
      onSuccess: async () => {
        toast.success(t("thrown"));
        await client.invalidateQueries({ queryKey: trpc.reports.pathKey() });
      },
    }),
  );
  const send = useMutation(
    trpc.reports.sendNow.mutationOptions({
      onSuccess: async ({ recipients }) => {
        toast.success(t("sentTo", { count: recipients }));
        await client.invalidateQueries({ queryKey: trpc.reports.saved.queryKey() });
      },
    }),
  );
  return (
    <Sheet open onOpenChange={onDone} title={t("saved")}>
      {saved.data?.items.length === 0 ? <EmptyState title={t("noneSaved")} /> : null}
      <ul className="flex flex-col divide-y">
        {saved.data?.items.map((one) => (
          <li key={one.id} className="flex items-center gap-3 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="truncate text-sm font-medium">{one.name}</p>
              <p className="truncate text-xs text-muted">
                {t(`reports.${one.query.report}`)}
                {one.own ? "" : ` · ${t("ownerSays", { name: one.owner })}`}
                {one.nextAt ? (
                  <>
                    {" · "}
                    {t("nextAt")} <DateTime at={one.nextAt} />
                  </>
                ) : null}
                {one.lastSentAt ? (
                  <>
                    {" · "}
                    {t("lastSent")} <DateTime at={one.lastSentAt} />
                  </>
                ) : null}
              </p>
            </div>
            <Button
              size="sm"
              onClick={() => {
                onOpen(askOf(one));
                onDone();
              }}
            >
              {t("open")}
            </Button>
            {one.own ? (
              <IconButton
                size="sm"
                label={`${t("sendNow")}: ${one.name}`}
                icon={<Send aria-hidden />}
                disabled={send.isPending}
                onClick={() => send.mutate({ savedId: one.id })}
              />
            ) : null}
            {one.own ? (
              <IconButton
                size="sm"
                label={`${t("remove")}: ${one.name}`}
                icon={<Trash2 aria-hidden />}
                onClick={() => remove.mutate({ savedId: one.id })}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

/** A saved report as what the page's address says. */
function askOf({ query }: Saved): Partial<Ask> {
  const [group, second] = query.groups;
  return {
    report: query.report,
    ...(group ? { group } : {}),
    second: second ?? null,
    ...("relative" in query.period
      ? { period: query.period.relative }
      : { period: "days" as const, from: query.period.from, through: query.period.through }),
    campaign: query.campaignIds?.[0] ?? null,
    list: query.listIds?.[0] ?? null,
    unit: query.orgUnitId ?? null,
    agent: query.membershipIds?.[0] ?? null,
    disposition: query.dispositionIds?.[0] ?? null,
    internal: query.excludeInternal ?? true,
    answer: query.startAtAnswer ?? true,
  };
}
