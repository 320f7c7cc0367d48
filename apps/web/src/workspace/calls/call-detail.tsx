"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { Player } from "~/recording/player.tsx";
import { useMay } from "~/shell/me.tsx";
import { Duration, Elapsed } from "~/ui/format.tsx";
import { Facts } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Badge, StatusDot, toneOf } from "~/ui/status.tsx";
import { JudgeMenu } from "~/workspace/quality/judge-menu.tsx";
import { RevealPhone } from "~/workspace/reveal-phone.tsx";
import { useWord } from "~/workspace/words.ts";
import { LineFigures } from "./line-figures.tsx";
import { ClockTime, Timeline } from "./timeline.tsx";

export type CallView = RouterOutputs["calls"]["get"];

/** Everything that is known of a call; the same on its page and in the sheet over the list. */
export function CallDetail({ call }: { call: CallView }) {
  const t = useTranslations("workspace.calls");
  const label = useEnumLabel();
  const word = useWord();
  const may = useMay();
  return (
    <div className="flex flex-col gap-6">
      <div className="grid grid-cols-4 gap-4">
        <Figure
          label={t("outcome")}
          value={
            call.outcome ? (
              <Badge tone={toneOf(call.outcome)}>{label("outcome", call.outcome)}</Badge>
            ) : (
              <StatusDot tone="busy" pulse>
                {t("live")}
              </StatusDot>
            )
          }
        />
        <Figure
          label={t("talk")}
          value={call.joinedAt && !call.endedAt ? <Elapsed since={call.joinedAt} /> : <Duration ms={call.talkMs} />}
        />
        <Figure
          label={t("disposition")}
          value={
            call.disposition ? (
              <Badge tone={call.disposition.success ? "ok" : "neutral"}>{call.disposition.label}</Badge>
            ) : (
              "—"
            )
          }
        />
        <Figure label={t("billed")} value={t(call.chargeable ? "chargeable" : "notChargeable")} />
      </div>
      {call.recordings.map((recording) =>
        recording.state === "stored" && call.mayPlay ? (
          <Player key={recording.id} recordingId={recording.id} durationMs={recording.durationMs} />
        ) : (
          <p key={recording.id} className="text-sm text-muted">
            {t("recording")}:{" "}
            {recording.state === "stored" ? t("mayNotPlay") : label("recordingState", recording.state)}
            {recording.failure ? ` · ${recording.failure}` : ""}
          </p>
        ),
      )}
      {call.recordings.length === 0 ? <p className="text-xs text-faint">{t("noRecording")}</p> : null}
      {call.agent && call.joinedAt && call.endedAt ? <JudgeMenu callId={call.id} /> : null}
      <div className="grid grid-cols-2 items-start gap-8">
        <Facts
          items={[
            {
              label: t("number"),
              value: <RevealPhone masked={call.maskedPhone} contactPointId={call.attempt?.contactPointId ?? null} />,
            },
            { label: t("callerId"), value: call.callerId },
            {
              label: t("campaign"),
              value:
                call.campaign && may("campaign.read") ? (
                  <Link href={`/w/campaigns/${call.campaign.id}`} className="hover:underline">
                    {call.campaign.name}
                  </Link>
                ) : (
                  (call.campaign?.name ?? "—")
                ),
            },
            { label: t("agent"), value: call.agent?.name ?? "—" },
            { label: t("seat"), value: call.seat?.label ?? "—" },
            { label: t("attempt"), value: call.attempt ? t("attemptNo", { number: call.attempt.ordinal }) : "—" },
            { label: t("endedBy"), value: call.endedBy ? label("callEndedBy", call.endedBy) : "—" },
            ...(call.lineQuality ? [{ label: t("line"), value: <LineFigures line={call.lineQuality} /> }] : []),
            { label: t("hold"), value: <Duration ms={call.holdMs} /> },
            ...(call.closedFrom ? [{ label: t("closedFrom"), value: label("callClosedFrom", call.closedFrom) }] : []),
            ...(call.hangupCause === null
              ? []
              : [{ label: t("cause"), value: `${call.hangupCause} · ${word("cause", String(call.hangupCause))}` }]),
            ...call.values.map(({ label: asked, value }) => ({ label: asked, value })),
            ...(call.note ? [{ label: t("note"), value: call.note }] : []),
          ]}
        />
        <div className="flex flex-col gap-6">
          <section>
            <h3 className="mb-2 text-sm font-semibold">{t("timeline")}</h3>
            <Timeline call={call} />
          </section>
          <section>
            <h3 className="mb-2 text-sm font-semibold">{t("legs")}</h3>
            <ul className="flex flex-col divide-y rounded-md border text-sm">
              {call.legs.map((leg) => (
                <li
                  key={leg.id}
                  className="grid grid-cols-[4rem_minmax(0,1fr)_4rem_6rem] items-center gap-3 px-3 py-1.5"
                >
                  <span>{label("legKind", leg.kind)}</span>
                  <span className="text-xs text-muted">
                    <ClockTime at={leg.startedAt} />
                  </span>
                  <span className="text-right text-xs">
                    {leg.endedAt ? (
                      <Duration ms={leg.endedAt.getTime() - leg.startedAt.getTime()} />
                    ) : (
                      <Elapsed since={leg.startedAt} />
                    )}
                  </span>
                  <span className="truncate text-right text-xs text-faint">
                    {leg.hangupCause === null ? "" : word("cause", String(leg.hangupCause))}
                  </span>
                </li>
              ))}
              {call.legs.length === 0 ? <li className="px-3 py-2 text-xs text-faint">{t("noLegs")}</li> : null}
            </ul>
          </section>
        </div>
      </div>
    </div>
  );
}

function Figure({ label, value }: { label: string; value: React.ReactNode }) {
  return (
    <div className="rounded-md border px-3 py-2">
      <p className="text-xs text-muted">{label}</p>
      <p className="mt-0.5 flex h-6 items-center text-base font-semibold">{value}</p>
    </div>
  );
}
