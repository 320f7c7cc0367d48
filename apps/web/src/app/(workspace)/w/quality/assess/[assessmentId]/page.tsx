"use client";
import { useQuery } from "@tanstack/react-query";
import { useParams, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { AssessForm } from "~/workspace/quality/assess-form.tsx";
import { Score } from "~/workspace/quality/score.tsx";
import { Listen } from "~/workspace/recordings/listen.tsx";

/** The recording on one side, the questions on the other: both by keys, without leaving the page. */
export default function Page() {
  const { assessmentId } = useParams<{ assessmentId: string }>();
  const t = useTranslations("quality.assess");
  const may = useMay();
  const trpc = useTRPC();
  const router = useRouter();
  // What is being written is the form's; an event elsewhere does not put an older state over it.
  const assessment = useQuery(
    trpc.quality.assessment.queryOptions({ assessmentId }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const { data } = assessment;
  return (
    <>
      <PageHeader
        title={data ? `${data.scorecard.name} ${data.scorecard.version}` : t("one")}
        description={
          data ? (
            <>
              {data.agent?.name ?? "—"} · {data.call.campaign?.name ?? "—"} · <DateTime at={data.call.startedAt} />
            </>
          ) : (
            " "
          )
        }
        trail={[{ href: "/w/quality", label: t("trail") }]}
        actions={data?.submittedAt ? <Score bp={data.scoreBp} fatal={data.isFatal} /> : null}
      />
      <Query of={assessment}>
        {(loaded) =>
          loaded ? (
            <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,6fr)] items-start gap-4">
              <div className="sticky top-4">
                <Card>
                  {loaded.recordingId && may("recording.play") ? (
                    <Listen recordingId={loaded.recordingId} facts={false} />
                  ) : (
                    <p className="text-sm text-muted">{t("noRecording")}</p>
                  )}
                  {loaded.submittedAt === null && loaded.mine ? (
                    <p className="mt-4 text-xs text-faint">{t("keys")}</p>
                  ) : null}
                </Card>
              </div>
              <Card>
                <AssessForm
                  key={`${loaded.id}-${loaded.submittedAt?.getTime() ?? 0}`}
                  assessment={loaded}
                  onDone={() => router.push("/w/quality")}
                />
              </Card>
            </div>
          ) : (
            <Skeleton className="h-96" />
          )
        }
      </Query>
    </>
  );
}
