"use client";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ClipboardCheck } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { FormField, Textarea } from "~/ui/form.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { LoadMore } from "~/ui/load-more.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";
import { AssessForm } from "~/workspace/quality/assess-form.tsx";
import { useAssessmentColumns } from "~/workspace/quality/assessments.tsx";

/** What was said of one's own conversations: to be read, acknowledged, and answered. */
export default function Page() {
  const t = useTranslations("quality.mine");
  const trpc = useTRPC();
  const router = useRouter();
  const path = usePathname();
  const openId = useSearchParams().get("assessment");
  // The page is narrow, and whose calls they are is said above.
  const columns = useAssessmentColumns().filter(({ key }) => key !== "agent" && key !== "call" && key !== "reviewer");
  const own = useInfiniteQuery(
    trpc.quality.own.infiniteQueryOptions({ limit: 50 }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const rows = own.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Query of={own}>
        {() => (
          <Card flush>
            <Table
              label={t("title")}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.id}
              onOpen={(row) => router.push(`${path}?assessment=${row.id}`, { scroll: false })}
              isSelected={(row) => row.id === openId}
              empty={
                <EmptyState icon={<ClipboardCheck aria-hidden />} title={t("empty")}>
                  {t("emptyHint")}
                </EmptyState>
              }
              footer={
                <LoadMore
                  shown={rows?.length ?? 0}
                  hasMore={own.hasNextPage}
                  loading={own.isFetchingNextPage}
                  onMore={() => void own.fetchNextPage()}
                />
              }
            />
          </Card>
        )}
      </Query>
      {openId ? <OwnSheet assessmentId={openId} onClose={() => router.replace(path, { scroll: false })} /> : null}
    </>
  );
}

function OwnSheet({ assessmentId, onClose }: { assessmentId: string; onClose: () => void }) {
  const t = useTranslations("quality.mine");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const assessment = useQuery(trpc.quality.ownAssessment.queryOptions({ assessmentId }));
  const [answer, setAnswer] = useState("");
  const acknowledge = useMutation(
    trpc.quality.acknowledge.mutationOptions({
      onSuccess: () => {
        toast.success(t("acknowledged"));
        void queryClient.invalidateQueries({ queryKey: trpc.quality.pathKey() });
      },
    }),
  );
  const { data } = assessment;
  const open = data !== undefined && data.acknowledgedAt === null;
  return (
    <Sheet
      open
      wide
      onOpenChange={(is) => !is && onClose()}
      title={data ? `${data.scorecard.name} ${data.scorecard.version}` : t("title")}
      description={data ? <DateTime at={data.call.startedAt} style="seconds" /> : "…"}
      {...(open ? { onSubmit: () => acknowledge.mutate({ assessmentId, answer: answer.trim() }) } : {})}
      footer={
        open ? (
          <Button type="submit" tone="primary" busy={acknowledge.isPending}>
            {t("acknowledge")}
          </Button>
        ) : null
      }
    >
      <Query of={assessment}>
        {(loaded) =>
          loaded ? (
            <div className="flex flex-col gap-5">
              <AssessForm key={loaded.id} assessment={loaded} isOwnCall />
              {open ? (
                <FormField label={t("answer")} hint={t("answerHint")}>
                  <Textarea
                    rows={3}
                    maxLength={2_000}
                    value={answer}
                    onChange={(event) => setAnswer(event.target.value)}
                  />
                </FormField>
              ) : null}
            </div>
          ) : (
            <Skeleton className="h-80" />
          )
        }
      </Query>
    </Sheet>
  );
}
