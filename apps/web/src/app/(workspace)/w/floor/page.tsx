"use client";
import { countByState } from "@callbay/domain/floor";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Count } from "~/ui/format.tsx";
import { Card, PageHeader, Stat, StatRow } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { FloorTable } from "~/workspace/floor/floor-table.tsx";
import { MonitorBar } from "~/workspace/floor/monitor/monitor-bar.tsx";
import { useMonitor } from "~/workspace/floor/monitor/use-monitor.ts";
import { OtherTeams } from "~/workspace/floor/other-teams.tsx";

const SHOWN = ["ready", "previewing", "talking", "wrapup", "paused", "connecting"] as const;

export default function Page() {
  const t = useTranslations("workspace.floor");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const floor = useQuery(trpc.floor.live.queryOptions({}));
  const may = useMay();
  const monitor = useMonitor();
  const rule = useQuery(trpc.supervision.get.queryOptions({}, { enabled: may("call.monitor:team") }));
  const mayListen = may("call.monitor:team") && (rule.data?.monitoring ?? false);
  const counts = floor.data ? countByState(floor.data.agents) : null;
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <StatRow columns={7}>
        <Stat label={t("onDuty")} loading={!floor.data} value={<Count value={floor.data?.agents.length} />} />
        {SHOWN.map((state) => (
          <Stat
            key={state}
            label={label("dutyState", state)}
            loading={!counts}
            value={<Count value={counts?.[state]} />}
          />
        ))}
      </StatRow>
      <Query of={floor}>
        {(data) => (
          <>
            <Card flush>
              <FloorTable agents={data?.agents} monitor={mayListen ? monitor : null} />
            </Card>
            <OtherTeams others={data?.others ?? []} />
          </>
        )}
      </Query>
      <MonitorBar monitor={monitor} />
    </>
  );
}
