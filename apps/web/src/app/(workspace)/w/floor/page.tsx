"use client";
import { countByState } from "@callbay/domain/floor";
import { useQuery } from "@tanstack/react-query";
import { MessageSquare, Tv } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count } from "~/ui/format.tsx";
import { PageHeader, Stat, StatRow } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Query } from "~/ui/query.tsx";
import { AlertPanel } from "~/workspace/floor/alert-panel.tsx";
import { FloorView } from "~/workspace/floor/floor-view.tsx";
import { type Addressee, MessageSheet } from "~/workspace/floor/messages/message-sheet.tsx";
import { MonitorBar } from "~/workspace/floor/monitor/monitor-bar.tsx";
import { useMonitor } from "~/workspace/floor/monitor/use-monitor.ts";
import { OtherTeams } from "~/workspace/floor/other-teams.tsx";
import { useFloorPulse } from "~/workspace/floor/use-floor-alerts.ts";

const SHOWN = ["ready", "previewing", "talking", "wrapup", "paused", "connecting"] as const;

export default function Page() {
  const t = useTranslations("workspace.floor");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const floor = useQuery(trpc.floor.live.queryOptions({}));
  const own = useTranslations("supervision");
  const [writing, setWriting] = useState<{ readonly to: Addressee | null } | null>(null);
  const may = useMay();
  const monitor = useMonitor();
  const rule = useQuery(trpc.supervision.get.queryOptions({}, { enabled: may("call.monitor:team") }));
  const mayListen = may("call.monitor:team") && (rule.data?.monitoring ?? false);
  const { pulse, alerts } = useFloorPulse(floor.data);
  const counts = floor.data ? countByState(floor.data.agents) : null;
  return (
    // As high as the window less the frame's padding: the bar of a listening stands at its foot, however many are on duty.
    <div className="flex min-h-[calc(100dvh-4rem)] flex-col">
      <PageHeader
        title={t("title")}
        description={t("hint")}
        actions={
          <>
            <Button asChild icon={<Tv aria-hidden />}>
              <Link href="/wallboard">{own("floor.wallboard")}</Link>
            </Button>
            {may("message.send") ? (
              <Button icon={<MessageSquare aria-hidden />} onClick={() => setWriting({ to: null })}>
                {own("messages.open")}
              </Button>
            ) : null}
          </>
        }
      />
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
      <AlertPanel alerts={alerts} pulse={pulse.data} />
      <Query of={floor}>
        {(data) => (
          <>
            <FloorView
              agents={data?.agents}
              monitor={mayListen ? monitor : null}
              onWrite={may("message.send") ? (id) => setWriting({ to: { kind: "person", id } }) : null}
            />
            <OtherTeams others={data?.others ?? []} />
          </>
        )}
      </Query>
      <MonitorBar monitor={monitor} />
      {writing ? (
        <MessageSheet live={floor.data} pulse={pulse.data} to={writing.to} onClose={() => setWriting(null)} />
      ) : null}
    </div>
  );
}
