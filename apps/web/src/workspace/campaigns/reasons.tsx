"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Count } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge } from "~/ui/status.tsx";
import { useWord } from "~/workspace/words.ts";
import { contactTone, NextAt } from "./contact-state.tsx";

/** A million contacts are counted anew: not with every tick of the figures above. */
const RECOUNT_MS = 15_000;

/** Every contact in one row, by why it is not being dialled: the counts add up to the campaign, and to its lists. */
export function CampaignReasons({ campaignId, running }: { campaignId: string; running: boolean }) {
  const t = useTranslations("workspace.progress");
  const of = useTranslations("compliance.reasons");
  const label = useEnumLabel();
  const word = useWord();
  const trpc = useTRPC();
  const counted = useQuery(
    trpc.campaigns.reasons.queryOptions({ campaignId }, { refetchInterval: running ? RECOUNT_MS : false }),
  );
  return (
    <Query of={counted}>
      {(data) => (
        <Card title={t("byReason")} description={t("byReasonHint")} flush>
          <table className="w-full text-sm" aria-label={t("byReason")}>
            <thead>
              <tr className="h-8 border-b text-left text-xs text-muted [&_th]:px-4 [&_th]:font-medium">
                <th scope="col">{t("reason")}</th>
                <th scope="col" className="w-28">
                  {t("state")}
                </th>
                <th scope="col" className="w-36">
                  {t("nextWhen")}
                </th>
                <th scope="col" className="w-24 text-right">
                  {t("count")}
                </th>
              </tr>
            </thead>
            <tbody>
              {data?.reasons.map((row) => (
                <tr key={`${row.state} ${row.reason}`} className="h-9 border-b border-line/70 [&_td]:px-4">
                  <td>{word("reason", row.reason || "none")}</td>
                  <td>
                    <Badge tone={contactTone(row.state)}>{label("campaignContactState", row.state)}</Badge>
                  </td>
                  <td className="text-muted">
                    {row.state === "ready" && row.nextAt ? (
                      <NextAt at={row.nextAt} />
                    ) : (
                      <span className="text-faint">—</span>
                    )}
                  </td>
                  <td className="text-right font-medium">
                    <Count value={row.count} />
                  </td>
                </tr>
              ))}
              {data && data.notTaken > 0 ? (
                <tr className="h-9 border-b border-line/70 text-muted [&_td]:px-4" title={of("notTakenHint")}>
                  <td colSpan={3}>{of("notTaken")}</td>
                  <td className="text-right">
                    <Count value={data.notTaken} />
                  </td>
                </tr>
              ) : null}
              {data?.reasons.length === 0 ? (
                <tr>
                  <td colSpan={4} className="px-4 py-6 text-muted">
                    {t("noContacts")}
                  </td>
                </tr>
              ) : null}
            </tbody>
            {data ? (
              <tfoot>
                <tr className="h-9 font-medium [&_td]:px-4">
                  <td colSpan={3}>{of("listed")}</td>
                  <td className="text-right">
                    <Count value={data.listed} />
                  </td>
                </tr>
              </tfoot>
            ) : null}
          </table>
        </Card>
      )}
    </Query>
  );
}
