"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { DateTime, Duration, Elapsed, PhoneNumber } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Badge, Skeleton, StatusDot, toneOf } from "~/ui/status.tsx";

const SHOWN = 7;

/** The latest calls, so that one sees at a glance what goes through. */
export function LatestCalls() {
  const t = useTranslations("workspace.overview");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const calls = useQuery(trpc.calls.list.queryOptions({ limit: SHOWN }));
  return (
    <Card
      title={t("latest")}
      flush
      actions={
        <Link href="/w/calls" className="rounded-sm text-xs text-muted hover:text-ink hover:underline">
          {t("allCalls")}
        </Link>
      }
    >
      {calls.data === undefined ? <Skeleton className="m-4 w-1/2" /> : null}
      {calls.data?.items.length === 0 ? <p className="px-4 py-5 text-sm text-muted">{t("noCalls")}</p> : null}
      <ul className="divide-y">
        {(calls.data?.items ?? []).map((call) => (
          <li key={call.id}>
            <Link
              href={`/w/calls/${call.id}`}
              className="grid h-9 grid-cols-[6.5rem_9rem_minmax(0,1fr)_7.5rem_3.5rem] items-center gap-3 px-4 text-sm hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="text-muted">
                <DateTime at={call.startedAt} style="short" />
              </span>
              <PhoneNumber phone={call.maskedPhone} />
              <span className="truncate text-muted">{call.agent?.name ?? "—"}</span>
              {call.outcome ? (
                <span>
                  <Badge tone={toneOf(call.outcome)}>{label("outcome", call.outcome)}</Badge>
                </span>
              ) : (
                <StatusDot tone="busy" pulse>
                  {t("live")}
                </StatusDot>
              )}
              <span className="text-right">
                {call.joinedAt && !call.endedAt ? (
                  <Elapsed since={call.joinedAt} />
                ) : call.talkMs > 0 ? (
                  <Duration ms={call.talkMs} />
                ) : (
                  <span className="text-faint">—</span>
                )}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
