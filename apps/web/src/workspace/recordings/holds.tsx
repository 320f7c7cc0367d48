"use client";
import { useQuery } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card, Notice } from "~/ui/layout.tsx";
import { type HoldTarget, LiftHold, PlaceHold, type Subject } from "./hold-dialogs.tsx";
import type { RecordingView } from "./marks.tsx";

interface Standing {
  readonly id: string;
  readonly subject: Subject;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: Date;
}

/** What keeps a recording from being deleted; whoever may, places a hold on it, its call, its contact or its campaign. */
export function HoldsOver({ recording }: { recording: RecordingView }) {
  const may = useMay();
  if (!may("recording.hold")) return null;
  const { id, callId, campaign, contactId, holds } = recording;
  const on: HoldTarget[] = [
    { subject: "recording", id },
    { subject: "call", id: callId },
    ...(contactId ? [{ subject: "contact" as const, id: contactId }] : []),
    ...(campaign ? [{ subject: "campaign" as const, id: campaign.id }] : []),
  ];
  return <Held holds={holds} on={on} />;
}

/** The holds on a whole campaign or contact, with what placing one means; nothing for who may not place any. */
export function HoldCard({ subject, id }: HoldTarget) {
  const t = useTranslations("quality.holds");
  const may = useMay();
  const trpc = useTRPC();
  const holds = useQuery(
    trpc.recordings.holds.queryOptions({ on: { subject, id } }, { enabled: may("recording.hold") }),
  );
  if (!may("recording.hold")) return null;
  const standing = holds.data ?? [];
  return (
    <Card title={t("title")}>
      {standing.length === 0 ? <p className="mb-3 text-sm text-muted">{t("placeHint")}</p> : null}
      <Held holds={standing} on={standing.length > 0 ? [] : [{ subject, id }]} />
    </Card>
  );
}

/** Holds that stand, each of which can be lifted, and a further one on any of these. */
function Held({ holds, on }: { holds: readonly Standing[]; on: readonly HoldTarget[] }) {
  const t = useTranslations("quality.holds");
  const [placing, setPlacing] = useState(false);
  const [lifting, setLifting] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-2">
      {holds.map((hold) => (
        <Notice key={hold.id} tone="warn" icon={<Scale aria-hidden />}>
          {t("over", { subject: hold.subject, by: hold.placedBy })} <DateTime at={hold.placedAt} style="date" />:{" "}
          {hold.reason}
          <Button size="sm" tone="ghost" className="-my-1 ml-2" onClick={() => setLifting(hold.id)}>
            {t("lift")}
          </Button>
        </Notice>
      ))}
      {on.length > 0 ? (
        <span>
          <Button size="sm" icon={<Scale aria-hidden />} onClick={() => setPlacing(true)}>
            {t("place")}
          </Button>
        </span>
      ) : null}
      {placing ? <PlaceHold on={on} onClose={() => setPlacing(false)} /> : null}
      {lifting ? <LiftHold holdId={lifting} onClose={() => setLifting(null)} /> : null}
    </div>
  );
}
