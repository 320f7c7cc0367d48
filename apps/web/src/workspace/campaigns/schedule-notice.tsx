"use client";
import { CalendarClock } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { DateTime } from "~/ui/format.tsx";
import { Notice } from "~/ui/layout.tsx";
import { useWord } from "~/workspace/words.ts";
import type { CampaignView } from "./draft.ts";
import { needsOf } from "./needs.ts";
import { useLocalMinute } from "./schedule-facts.tsx";

/** What the schedule does next, and what keeps it from doing so. */
export function ScheduleNotice({ campaign }: { campaign: CampaignView }) {
  const t = useTranslations("workspace.campaigns.schedule");
  const format = useFormatter();
  const word = useWord();
  const minute = useLocalMinute();
  const { schedule, standing, state } = campaign;
  if (schedule === null || state === "completed" || state === "paused") return null;
  const at = (date: Date) => () => <DateTime at={date} />;
  const needs = needsOf(campaign).map((need) => word("need", need));
  const isOver = !standing.open && standing.why === "over";
  const said = (): { readonly warns: boolean; readonly text: React.ReactNode } | null => {
    if (isOver) return { warns: true, text: t("over") };
    if (state === "running") {
      if (standing.open)
        return standing.until ? { warns: false, text: t.rich("until", { at: at(standing.until) }) } : null;
      return standing.opensAt
        ? { warns: false, text: t.rich("rests", { at: at(standing.opensAt) }) }
        : { warns: true, text: t("noHour") };
    }
    const { from } = schedule;
    if (from === null) return null;
    const begun = standing.open || standing.why !== "not_begun";
    if (state !== "approved") return { warns: false, text: t("whenApproved", { at: minute(from) }) };
    if (!begun) return { warns: false, text: t("starts", { at: minute(from) }) };
    return needs.length > 0
      ? { warns: true, text: t("couldNotStart", { at: minute(from), needs: format.list(needs) }) }
      : { warns: false, text: t("startsNow") };
  };
  const shown = said();
  return shown ? (
    <div className="mb-4">
      <Notice tone={shown.warns ? "warn" : "accent"} icon={<CalendarClock aria-hidden />}>
        {shown.text}
      </Notice>
    </div>
  ) : null;
}
