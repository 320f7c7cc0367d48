"use client";
import { DUTY_STATES, type DutyState } from "@callbay/domain/values";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { Card } from "~/ui/layout.tsx";
import { SearchField } from "~/ui/search-field.tsx";
import { Select } from "~/ui/select.tsx";
import { type FloorAgent, FloorTable } from "./floor-table.tsx";
import { type Group, groupByUnit } from "./group.ts";
import type { MonitorOfPage } from "./monitor/use-monitor.ts";

const SHOWN_STATES = DUTY_STATES.filter((state) => state !== "off");

/** The agents, team by team, found by name, team and state. */
export function FloorView({
  agents,
  monitor,
  onWrite,
}: {
  readonly agents: readonly FloorAgent[] | undefined;
  readonly monitor: MonitorOfPage | null;
  /** Absent where nobody may write to agents. */
  readonly onWrite: ((membershipId: string) => void) | null;
}) {
  const t = useTranslations("supervision.floor");
  const label = useEnumLabel();
  const [search, setSearch] = useState("");
  const [unit, setUnit] = useState("all");
  const [state, setState] = useState<DutyState | "all">("all");
  const onSearch = useCallback((text: string) => setSearch(text.toLowerCase()), []);
  const groups = groupByUnit(agents ?? []);
  const fits = (agent: FloorAgent): boolean =>
    (state === "all" || agent.state === state) &&
    `${agent.name} ${agent.seat} ${agent.campaign?.name ?? ""}`.toLowerCase().includes(search);
  const shown = groups
    .filter(({ id }) => unit === "all" || unit === id)
    .map((group) => ({ ...group, agents: group.agents.filter(fits) }))
    .filter((group) => group.agents.length > 0);
  const nameOf = (group: Group<FloorAgent>): string => group.name ?? t("noTeam");
  return (
    <>
      <div className="mb-3 flex items-center gap-2">
        <SearchField onSearch={onSearch} label={t("search")} />
        {groups.length > 1 ? (
          <Select
            size="sm"
            className="w-44"
            aria-label={t("team")}
            value={unit}
            onChange={setUnit}
            options={[
              { value: "all", label: t("allTeams") },
              ...groups.map((group) => ({ value: group.id, label: nameOf(group) })),
            ]}
          />
        ) : null}
        <Select
          size="sm"
          className="w-40"
          aria-label={t("state")}
          value={state}
          onChange={setState}
          options={[
            { value: "all", label: t("allStates") },
            ...SHOWN_STATES.map((value) => ({ value, label: label("dutyState", value) })),
          ]}
        />
      </div>
      {agents === undefined || shown.length === 0 ? (
        <Card flush>
          <FloorTable
            name={null}
            agents={agents && []}
            monitor={monitor}
            onWrite={onWrite}
            isFiltered={(agents?.length ?? 0) > 0}
          />
        </Card>
      ) : (
        shown.map((group) => (
          <Card
            key={group.id}
            flush
            className="mb-4"
            title={nameOf(group)}
            description={t("counts", {
              count: group.agents.length,
              talking: group.agents.filter((agent) => agent.state === "talking").length,
              ready: group.agents.filter((agent) => agent.state === "ready").length,
            })}
          >
            <FloorTable
              name={nameOf(group)}
              agents={group.agents}
              monitor={monitor}
              onWrite={onWrite}
              isFiltered={false}
            />
          </Card>
        ))
      )}
    </>
  );
}
