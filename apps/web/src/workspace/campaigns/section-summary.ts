"use client";
import { parseScript } from "@callbay/domain/script-pages";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import type { CampaignView, Draft } from "./draft.ts";
import { useScheduleInShort, useWeekInShort } from "./schedule-in-short.ts";
import type { SectionName } from "./section.tsx";

/** What each part of the editor says in one line while it is folded; empty: nothing was entered. */
export function useSectionSummaries(campaign: CampaignView, draft: Draft): Readonly<Record<SectionName, string>> {
  const t = useTranslations("workspace.editor.summary");
  const agents = useTranslations("workspace.editor.agents");
  const calling = useTranslations("compliance.calling");
  const label = useEnumLabel();
  const format = useFormatter();
  const may = useMay();
  const trpc = useTRPC();
  const weekOf = useWeekInShort();
  const { whenOf } = useScheduleInShort();
  const offers = useQuery(trpc.seats.list.queryOptions({}));
  const lists = useQuery(trpc.lists.list.queryOptions({}));
  const callerIds = useQuery(trpc.campaigns.callerIds.queryOptions({}));
  const profiles = useQuery(trpc.compliance.list.queryOptions({}, { enabled: may("compliance.read") }));
  const nameIn = (rows: readonly { id: string; name: string }[] | undefined, id: string) =>
    rows?.find((row) => row.id === id)?.name;
  const line = (...parts: readonly (string | false | null | undefined)[]) => parts.filter(Boolean).join(" · ");
  const { callerId, compliance, contract } = campaign;
  const contractId = draft.contractId;
  const listName = ({ listId }: Draft["lists"][number]) =>
    campaign.lists.find((one) => one.listId === listId)?.name ?? nameIn(lists.data, listId);
  const [opening] = parseScript(draft.script);
  return {
    basics: line(
      draft.name,
      label("campaignPurpose", draft.purpose),
      contractId === contract.id
        ? contract.reference
        : offers.data?.offers.find((one) => one.contractId === contractId)?.reference,
    ),
    audience: line(
      format.list(draft.lists.map((list) => listName(list) ?? "…")),
      draft.callerIdId === callerId?.id
        ? callerId?.e164
        : callerIds.data?.find(({ id }) => id === draft.callerIdId)?.e164,
    ),
    calling: line(
      label("dialMode", draft.dialMode),
      draft.complianceId === null
        ? calling("custom")
        : compliance?.id === draft.complianceId
          ? compliance.name
          : nameIn(profiles.data, draft.complianceId),
      draft.machine.detect && calling("detect"),
      t("priority", { priority: draft.priority }),
    ),
    script: opening?.text.trim().replace(/\s+/g, " ") ?? "",
    dispositions: format.list(draft.dispositions.map((one) => one.label)),
    window: line(
      weekOf(draft.callingWindow.weekly) ?? t("never"),
      draft.callingWindow.holidays.length > 0 && t("closedDays", { count: draft.callingWindow.holidays.length }),
    ),
    schedule: whenOf(draft),
    retries: line(
      t("attempts", { count: draft.retryRules.maxAttempts }),
      t("ring", { seconds: draft.ringTimeoutMs / 1000 }),
      draft.maxChannels !== null && t("lines", { count: draft.maxChannels }),
      t("abandoned", {
        share: format.number(draft.maxAbandonedPpm / 1e6, { style: "percent", maximumFractionDigits: 1 }),
      }),
      draft.recordingForced && t("recorded"),
    ),
    agents: draft.agents.length > 0 ? agents("chosen", { count: draft.agents.length }) : "",
  };
}
