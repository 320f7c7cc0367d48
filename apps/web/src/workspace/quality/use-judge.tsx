"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { FormField } from "~/ui/form.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { useStart } from "./use-start.ts";

interface Choice {
  readonly callId: string;
  readonly versionId: string;
  readonly scorecards: readonly { readonly versionId: string; readonly label: string }[];
}

interface Judge {
  readonly isBusy: boolean;
  begin(callId: string): void;
  /** To stand beside the list, not in it. */
  readonly dialog: ReactNode;
}

/** From a list of calls: begins to judge one, by the scorecard that is in use; of several one is chosen first. */
export function useJudge(): Judge {
  const t = useTranslations("quality.judge");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const start = useStart();
  const [choice, setChoice] = useState<Choice | null>(null);
  // Asked when somebody wants to judge: a list of calls needs no scorecards.
  const begin = useMutation({
    mutationFn: (_callId: string) => queryClient.fetchQuery(trpc.quality.scorecards.queryOptions({})),
    onSuccess: (all, callId) => {
      const scorecards = all
        .filter(({ archivedAt }) => archivedAt === null)
        .map(({ versionId, name, version }) => ({ versionId, label: `${name} ${version}` }));
      const [first, ...more] = scorecards;
      if (!first) toast.info(t("noScorecard"));
      else if (more.length === 0) start.mutate({ callId, versionId: first.versionId });
      else setChoice({ callId, versionId: first.versionId, scorecards });
    },
  });
  const dialog = choice ? (
    <Dialog
      open
      onOpenChange={(open) => !open && setChoice(null)}
      title={t("judge")}
      size="sm"
      onSubmit={() => start.mutate({ callId: choice.callId, versionId: choice.versionId })}
      footer={
        <>
          <Button onClick={() => setChoice(null)}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={start.isPending}>
            {t("judge")}
          </Button>
        </>
      }
    >
      <FormField label={t("scorecard")}>
        <Select
          value={choice.versionId}
          onChange={(versionId) => setChoice({ ...choice, versionId })}
          options={choice.scorecards.map(({ versionId, label }) => ({ value: versionId, label }))}
        />
      </FormField>
    </Dialog>
  ) : null;
  return { isBusy: begin.isPending || start.isPending, begin: (callId) => begin.mutate(callId), dialog };
}
