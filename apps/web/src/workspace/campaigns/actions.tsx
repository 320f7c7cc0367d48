"use client";
import type { CampaignAction } from "@callbay/domain/campaign-machine";
import { useMutation } from "@tanstack/react-query";
import { CircleStop, Copy, Pause, PencilLine, Play, Recycle, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Link } from "~/ui/link.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { CloneDialog } from "./clone-dialog.tsx";
import type { CampaignView } from "./draft.ts";
import { needsOf } from "./needs.ts";
import { RecycleDialog } from "./recycle-dialog.tsx";

/** The steps that its state allows; the one that a person most likely wants stands last. */
export function CampaignActions({ campaign }: { campaign: CampaignView }) {
  const t = useTranslations("workspace.campaigns");
  const may = useMay();
  const trpc = useTRPC();
  const [ending, setEnding] = useState(false);
  const [recycling, setRecycling] = useState(false);
  const [cloning, setCloning] = useState(false);
  const said = (action: "submit" | "start" | "pause" | "resume" | "complete") => ({
    onSuccess: () => void toast.success(t(`did.${action}`)),
    onSettled: () => setEnding(false),
  });
  const submit = useMutation(trpc.campaigns.submit.mutationOptions(said("submit")));
  const start = useMutation(trpc.campaigns.start.mutationOptions(said("start")));
  const pause = useMutation(trpc.campaigns.pause.mutationOptions(said("pause")));
  const resume = useMutation(trpc.campaigns.resume.mutationOptions(said("resume")));
  const complete = useMutation(trpc.campaigns.complete.mutationOptions(said("complete")));
  const { id: campaignId, state } = campaign;
  const can = (action: CampaignAction): boolean =>
    campaign.actions.includes(action) && may(action === "submit" ? "campaign.write" : "campaign.run");
  const editable = may("campaign.write") && state !== "completed" && state !== "submitted";
  return (
    <>
      {can("complete") ? (
        <Button icon={<CircleStop aria-hidden />} onClick={() => setEnding(true)}>
          {t("do.complete")}
        </Button>
      ) : null}
      {may("campaign.run") && (state === "running" || state === "paused") ? (
        <Button icon={<Recycle aria-hidden />} onClick={() => setRecycling(true)}>
          {t("do.recycle")}
        </Button>
      ) : null}
      {may("campaign.write") ? (
        <Button icon={<Copy aria-hidden />} onClick={() => setCloning(true)}>
          {t("do.clone")}
        </Button>
      ) : null}
      {cloning ? <CloneDialog of={campaign} onClose={() => setCloning(false)} /> : null}
      {recycling ? <RecycleDialog campaignId={campaignId} onClose={() => setRecycling(false)} /> : null}
      {editable ? (
        <Button asChild tone={campaign.editable && needsOf(campaign).length > 0 ? "primary" : "secondary"}>
          <Link href={`/w/campaigns/${campaignId}/edit`}>
            <PencilLine aria-hidden />
            {t(campaign.editable ? "do.edit" : "do.tune")}
          </Link>
        </Button>
      ) : null}
      {can("submit") && needsOf(campaign).length === 0 ? (
        <Button
          tone="primary"
          icon={<Send aria-hidden />}
          busy={submit.isPending}
          onClick={() => submit.mutate({ campaignId })}
        >
          {t("do.submit")}
        </Button>
      ) : null}
      {can("start") ? (
        <Button
          tone="primary"
          icon={<Play aria-hidden />}
          busy={start.isPending}
          onClick={() => start.mutate({ campaignId })}
        >
          {t("do.start")}
        </Button>
      ) : null}
      {can("pause") ? (
        <Button
          tone="primary"
          icon={<Pause aria-hidden />}
          busy={pause.isPending}
          onClick={() => pause.mutate({ campaignId })}
        >
          {t("do.pause")}
        </Button>
      ) : null}
      {can("resume") ? (
        <Button
          tone="primary"
          icon={<Play aria-hidden />}
          busy={resume.isPending}
          onClick={() => resume.mutate({ campaignId })}
        >
          {t("do.resume")}
        </Button>
      ) : null}
      <ConfirmDialog
        open={ending}
        onOpenChange={setEnding}
        title={t("endTitle", { name: campaign.name })}
        description={t("endHint")}
        confirmText={t("do.complete")}
        busy={complete.isPending}
        onConfirm={() => complete.mutate({ campaignId })}
      />
    </>
  );
}
