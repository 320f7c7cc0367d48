"use client";
import { WEEKDAYS } from "@callbay/domain/calling-window/hours";
import { OUTCOMES } from "@callbay/domain/values";
import { useFormatter, useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { Count, DateTime } from "~/ui/format.tsx";
import { Card, Facts } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Badge } from "~/ui/status.tsx";
import { HoldCard } from "~/workspace/recordings/holds.tsx";
import { AskedFields } from "./asked-fields.tsx";
import { useCallingFacts } from "./calling-facts.tsx";
import type { CampaignView } from "./draft.ts";
import { useScheduleFacts } from "./schedule-facts.tsx";
import { spansText } from "./window-cells.ts";

/** How a campaign is set up, to be read. */
export function CampaignSetup({ campaign }: { campaign: CampaignView }) {
  const t = useTranslations("workspace.setup");
  const days = useTranslations("workspace.editor.window.days");
  const calling = useTranslations("compliance.calling");
  const callingFacts = useCallingFacts();
  const label = useEnumLabel();
  const format = useFormatter();
  const schedule = useTranslations("compliance.schedule");
  const scheduleFacts = useScheduleFacts();
  const { callingWindow: window, retryRules: rules } = campaign;
  const weights = campaign.lists.reduce((sum, { weight }) => sum + weight, 0);
  const delay = (minutes: number): string =>
    minutes % 1440 === 0
      ? t("days", { count: minutes / 1440 })
      : minutes % 60 === 0
        ? t("hours", { count: minutes / 60 })
        : t("minutes", { count: minutes });
  return (
    <div className="grid grid-cols-2 items-start gap-4">
      {/* Each column by itself: a short card leaves no hole beside a long one. */}
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={t("basics")}>
          <Facts
            items={[
              { label: t("purpose"), value: label("campaignPurpose", campaign.purpose) },
              { label: t("contract"), value: campaign.contract.reference },
              {
                label: t("list"),
                value:
                  campaign.lists.length === 0
                    ? "—"
                    : campaign.lists.map((list) => (
                        <span key={list.listId} className="block">
                          <Link href={`/w/lists/${list.listId}`} className="hover:underline">
                            {list.name}
                          </Link>{" "}
                          <span className="text-xs text-muted">
                            <Count value={list.contacts} />
                            {campaign.lists.length > 1
                              ? ` · ${format.number(list.weight / weights, { style: "percent" })}`
                              : null}
                            {list.segmentName ? ` · ${list.segmentName}` : null}
                          </span>
                        </span>
                      )),
              },
              { label: t("callerId"), value: campaign.callerId?.e164 ?? "—" },
              { label: t("ring"), value: t("seconds", { count: campaign.ringTimeoutMs / 1000 }) },
              { label: t("channels"), value: campaign.maxChannels ?? t("noLimit") },
              {
                label: t("abandoned"),
                value: format.number(campaign.maxAbandonedPpm / 1e6, { style: "percent", maximumFractionDigits: 2 }),
              },
              { label: t("recording"), value: t(campaign.recordingForced ? "recordingAll" : "recordingSeat") },
              { label: t("submittedAt"), value: <DateTime at={campaign.submittedAt} /> },
              { label: t("approvedAt"), value: <DateTime at={campaign.approvedAt} /> },
              { label: t("startedAt"), value: <DateTime at={campaign.startedAt} /> },
            ]}
          />
        </Card>
        <Card title={t("window")}>
          <Facts
            items={WEEKDAYS.map((day) => ({
              label: days(day),
              value: spansText(window.weekly[day]) || <span className="text-faint">{t("closed")}</span>,
            }))}
          />
          {window.holidays.length > 0 ? (
            <p className="mt-3 text-xs text-muted">
              {t("holidays")} {window.holidays.join(", ")}
            </p>
          ) : null}
        </Card>
        <Card title={t("retries")}>
          <Facts
            items={[
              { label: t("attempts"), value: t("atMost", { count: rules.maxAttempts }) },
              ...OUTCOMES.filter((outcome) => outcome !== "answered").map((outcome) => {
                const rule = rules.outcomes[outcome];
                return {
                  label: label("outcome", outcome),
                  value: rule ? (
                    t("again", { delay: delay(rule.delayMinutes), max: rule.max })
                  ) : (
                    <span className="text-faint">{t("never")}</span>
                  ),
                };
              }),
            ]}
          />
        </Card>
        <Card title={t("agents", { count: campaign.agents.length })}>
          {campaign.agents.length === 0 ? <p className="text-sm text-muted">{t("noAgents")}</p> : null}
          <ul className="grid max-h-60 grid-cols-2 gap-1.5 overflow-y-auto text-sm">
            {campaign.agents.map((agent) => (
              <li key={agent.membershipId} className="truncate">
                {agent.name}
              </li>
            ))}
          </ul>
        </Card>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={t("calling")}>
          <Facts
            items={[
              ...callingFacts(campaign),
              { label: calling("priority"), value: campaign.priority },
              { label: calling("share"), value: campaign.share },
            ]}
          />
        </Card>
        <Card title={t("script")}>
          <p className="max-h-80 overflow-y-auto text-base whitespace-pre-wrap">
            {campaign.script || <span className="text-faint">{t("noScript")}</span>}
          </p>
        </Card>
        <Card title={schedule("title")}>
          <Facts items={scheduleFacts(campaign.schedule)} />
        </Card>
        <Card title={t("dispositions")}>
          <ul className="flex flex-col gap-1.5 text-sm">
            {campaign.dispositions.map((one) => (
              <li key={one.id} className="flex items-center gap-2">
                {one.label}
                {one.success ? <Badge tone="ok">{t("success")}</Badge> : null}
                {one.doNotCall ? <Badge tone="danger">{t("doNotCall")}</Badge> : null}
                {one.retryAfterMinutes ? <Badge tone="accent">{delay(one.retryAfterMinutes)}</Badge> : null}
                <AskedFields fields={one.fields} />
              </li>
            ))}
          </ul>
        </Card>
        <HoldCard subject="campaign" id={campaign.id} />
      </div>
    </div>
  );
}
