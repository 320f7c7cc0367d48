"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime, Day, Duration, Money } from "~/ui/format.tsx";
import { Facts, Notice } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { JudgeMenu } from "~/workspace/quality/judge-menu.tsx";
import { Score } from "~/workspace/quality/score.tsx";
import { Listen } from "~/workspace/recordings/listen.tsx";
import { RejectSuccess } from "./reject-success.tsx";

type View = RouterOutputs["success"]["get"];

interface SuccessSheetProps {
  readonly callId: string;
  readonly title: string;
  /** The next one that waits for a word; absent: this is the last. */
  readonly onNext: (() => void) | undefined;
  readonly onClose: () => void;
}

/** One success: its recording, what was judged of it, what hangs on it. a accepts, r rejects, and the next one comes. */
export function SuccessSheet({ callId, title, onNext, onClose }: SuccessSheetProps) {
  const t = useTranslations("quality.success");
  const may = useMay();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const success = useQuery(trpc.success.get.queryOptions({ callId }));
  const [rejecting, setRejecting] = useState(false);
  const accept = useMutation(
    trpc.success.accept.mutationOptions({
      onSuccess: () => {
        toast.success(t("acceptedNow"));
        void queryClient.invalidateQueries({ queryKey: trpc.success.pathKey() });
        onNext?.();
      },
    }),
  );
  const { data } = success;
  const mayAccept = may("success.review") && data?.state === "open";
  const mayReject =
    may("success.review") && data !== undefined && data.state !== "rejected" && data.effect?.mayReject !== false;
  const act = (key: string): void => {
    if (rejecting) return;
    if (key === "a" && mayAccept && !accept.isPending) accept.mutate({ callId });
    if (key === "r" && mayReject) setRejecting(true);
  };
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.ctrlKey || event.metaKey || target?.closest("input:not([type=range]),textarea,[role=combobox]")) return;
      if (event.key !== "a" && event.key !== "r") return;
      event.preventDefault();
      latest.current(event.key);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={data ? <DateTime at={data.occurredAt} style="seconds" /> : "…"}
      footer={
        <>
          <Button icon={<ThumbsDown aria-hidden />} disabled={!mayReject} onClick={() => setRejecting(true)}>
            {t("reject")}
          </Button>
          <Button
            tone="primary"
            icon={<ThumbsUp aria-hidden />}
            disabled={!mayAccept}
            busy={accept.isPending}
            onClick={() => accept.mutate({ callId })}
          >
            {t("accept")}
          </Button>
        </>
      }
    >
      <Query of={success}>{(loaded) => (loaded ? <Detail success={loaded} /> : <Skeleton className="h-96" />)}</Query>
      {rejecting ? <RejectSuccess callId={callId} onClose={() => setRejecting(false)} /> : null}
    </Sheet>
  );
}

function Detail({ success }: { success: View }) {
  const t = useTranslations("quality.success");
  const calls = useTranslations("workspace.calls");
  const may = useMay();
  return (
    <div className="flex flex-col gap-5">
      <Effect success={success} />
      {success.recordingId && may("recording.play") ? (
        <Listen recordingId={success.recordingId} facts={false} />
      ) : (
        <p className="text-sm text-muted">{t("noRecording")}</p>
      )}
      <section className="flex flex-col gap-2">
        <h3 className="text-sm font-semibold">{t("judged")}</h3>
        {success.assessments.length === 0 ? <p className="text-xs text-faint">{t("notJudged")}</p> : null}
        {success.assessments.map((one) => (
          <Link
            key={one.id}
            href={`/w/quality/assess/${one.id}`}
            className="flex items-center gap-3 rounded-md border px-3 py-1.5 text-sm hover:bg-hover"
          >
            <Score bp={one.scoreBp} fatal={one.isFatal} />
            <span className="min-w-0 flex-1 truncate">
              {one.scorecard} <span className="text-muted">{one.comment}</span>
            </span>
            <span className="text-xs text-muted">{one.reviewer}</span>
          </Link>
        ))}
        <JudgeMenu callId={success.callId} />
      </section>
      <Facts
        items={[
          { label: calls("campaign"), value: success.campaignName || "—" },
          { label: calls("agent"), value: success.agentName ?? "—" },
          { label: calls("disposition"), value: success.disposition?.label ?? "—" },
          { label: calls("talk"), value: <Duration ms={success.talkMs} /> },
          ...(success.orderValueMinor === null || success.currency === null
            ? []
            : [{ label: t("order"), value: <Money minor={success.orderValueMinor} currency={success.currency} /> }]),
          ...(success.note ? [{ label: calls("note"), value: success.note }] : []),
          {
            label: calls("call"),
            value: (
              <Link href={`/w/calls/${success.callId}`} className="hover:underline">
                {t("openCall")}
              </Link>
            ),
          },
        ]}
      />
    </div>
  );
}

/** What it earns and where that stands, and what a rejection would do. */
function Effect({ success }: { success: View }) {
  const t = useTranslations("quality.success");
  const { state, effect, rejectedBy, rejectedReason, acceptedBy } = success;
  return (
    <div className="flex flex-col gap-2">
      {state === "rejected" ? (
        <Notice tone="warn">{t("rejectedBy", { by: rejectedBy ?? "", reason: rejectedReason ?? "" })}</Notice>
      ) : state === "accepted" ? (
        <Notice tone="ok">{t("acceptedBy", { by: acceptedBy ?? "" })}</Notice>
      ) : null}
      {effect ? (
        <p className="text-sm">
          {effect.charged
            ? t("charged", {
                state: effect.charged.invoiceState,
                number: effect.charged.number ?? "",
              })
            : t(effect.pays ? "notChargedYet" : "paysNothing")}{" "}
          {state === "rejected" ? null : t(`rejection.${effect.rejection}`)}{" "}
          {effect.lastDay && effect.rejection !== "over" ? (
            <span className="text-muted">
              {t("until")} <Day date={effect.lastDay} />
            </span>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}
