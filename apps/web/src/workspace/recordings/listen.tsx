"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Player, type PlayerHandle } from "~/recording/player.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Duration } from "~/ui/format.tsx";
import { Facts } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton } from "~/ui/status.tsx";
import { JudgeMenu } from "~/workspace/quality/judge-menu.tsx";
import { RevealPhone } from "~/workspace/reveal-phone.tsx";
import { HoldsOver } from "./holds.tsx";
import { MarkList, type RecordingView, useMarks } from "./marks.tsx";

/** A recording to listen to, with its marks; whoever judges a call has the same beside the form. */
export function Listen({ recordingId, facts = true }: { recordingId: string; facts?: boolean }) {
  const trpc = useTRPC();
  const recording = useQuery(trpc.recordings.get.queryOptions({ recordingId }));
  return (
    <Query of={recording}>
      {(data) => (data ? <Loaded recording={data} facts={facts} /> : <Skeleton className="h-64" />)}
    </Query>
  );
}

function Loaded({ recording, facts }: { recording: RecordingView; facts: boolean }) {
  const t = useTranslations("quality.recordings");
  const player = useRef<PlayerHandle>(null);
  const marks = useMarks(recording);
  return (
    <div className="flex flex-col gap-4">
      <Player
        key={recording.id}
        recordingId={recording.id}
        durationMs={recording.durationMs}
        marks={marks}
        handle={player}
        ownsKeys
      />
      <p className="text-xs text-faint">{t("keys")}</p>
      <MarkList recording={recording} player={player} />
      {facts ? <CallFacts recording={recording} /> : null}
      {facts ? <JudgeMenu callId={recording.callId} /> : null}
      {facts ? <HoldsOver recording={recording} /> : null}
    </div>
  );
}

function CallFacts({ recording }: { recording: RecordingView }) {
  const calls = useTranslations("workspace.calls");
  const t = useTranslations("quality.recordings");
  const may = useMay();
  return (
    <Facts
      items={[
        {
          label: calls("number"),
          value: <RevealPhone masked={recording.maskedPhone} contactPointId={recording.contactPointId} />,
        },
        { label: calls("agent"), value: recording.agent?.name ?? "—" },
        {
          label: calls("campaign"),
          value:
            recording.campaign && may("campaign.read") ? (
              <Link href={`/w/campaigns/${recording.campaign.id}`} className="hover:underline">
                {recording.campaign.name}
              </Link>
            ) : (
              (recording.campaign?.name ?? "—")
            ),
        },
        {
          label: calls("disposition"),
          value: recording.disposition ? (
            <Badge tone={recording.disposition.success ? "ok" : "neutral"}>{recording.disposition.label}</Badge>
          ) : (
            "—"
          ),
        },
        { label: calls("talk"), value: <Duration ms={recording.talkMs} /> },
        {
          label: calls("call"),
          value: (
            <Link href={`/w/calls/${recording.callId}`} className="hover:underline">
              {t("openCall")}
            </Link>
          ),
        },
      ]}
    />
  );
}
