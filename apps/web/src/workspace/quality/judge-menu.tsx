"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ClipboardCheck, Scale } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Checkbox, FormField, Input } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";
import { useStart } from "./use-start.ts";

/** Beside a recording: judge its call by a scorecard, or have several people do so. */
export function JudgeMenu({ callId }: { callId: string }) {
  const t = useTranslations("quality.judge");
  const may = useMay();
  const trpc = useTRPC();
  const scorecards = useQuery(trpc.quality.scorecards.queryOptions({}, { enabled: may("quality.assess") }));
  const inUse = (scorecards.data ?? []).filter(({ archivedAt }) => archivedAt === null);
  const [chosen, setChosen] = useState("");
  const [calibrating, setCalibrating] = useState(false);
  const start = useStart();
  const versionId = chosen || (inUse[0]?.versionId ?? "");
  if (!may("quality.assess") || inUse.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        size="sm"
        className="w-44"
        aria-label={t("scorecard")}
        value={versionId}
        onChange={setChosen}
        options={inUse.map((one) => ({ value: one.versionId, label: `${one.name} ${one.version}` }))}
      />
      <Button
        size="sm"
        icon={<ClipboardCheck aria-hidden />}
        busy={start.isPending}
        onClick={() => start.mutate({ callId, versionId })}
      >
        {t("judge")}
      </Button>
      {may("quality.write") ? (
        <Button size="sm" tone="ghost" icon={<Scale aria-hidden />} onClick={() => setCalibrating(true)}>
          {t("calibrate")}
        </Button>
      ) : null}
      {calibrating ? <Calibrate callId={callId} versionId={versionId} onClose={() => setCalibrating(false)} /> : null}
    </div>
  );
}

const REVIEWERS: readonly string[] = ["owner", "manager", "supervisor"];

function Calibrate({ callId, versionId, onClose }: { callId: string; versionId: string; onClose: () => void }) {
  const t = useTranslations("quality.judge");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const people = useQuery(trpc.people.list.queryOptions({}));
  const { values, tried, set, check } = useForm<{ name: string; reviewerIds: readonly string[] }>({
    name: "",
    reviewerIds: [],
  });
  const create = useMutation(
    trpc.quality.createCalibration.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("asked"));
        void queryClient.invalidateQueries({ queryKey: trpc.quality.pathKey() });
        onClose();
      },
    }),
  );
  const problems = {
    name: values.name.trim().length >= 2 ? undefined : t("nameNeeded"),
    reviewerIds: values.reviewerIds.length >= 2 ? undefined : t("twoNeeded"),
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("calibrateTitle")}
      description={t("calibrateHint")}
      onSubmit={() =>
        check(problems) &&
        create.mutate({ name: values.name.trim(), callId, versionId, reviewerIds: [...values.reviewerIds] })
      }
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={create.isPending}>
            {t("ask")}
          </Button>
        </>
      }
    >
      <FormField label={t("name")} required error={tried ? problems.name : undefined}>
        <Input value={values.name} onChange={(event) => set("name", event.target.value)} />
      </FormField>
      <div className="flex flex-col gap-2">
        <p className="text-sm font-medium">{t("reviewers")}</p>
        {(people.data?.items ?? [])
          .filter(({ role }) => REVIEWERS.includes(role))
          .map(({ membershipId, name }) => (
            <Checkbox
              key={membershipId}
              label={name}
              checked={values.reviewerIds.includes(membershipId)}
              onChange={(on) =>
                set(
                  "reviewerIds",
                  on ? [...values.reviewerIds, membershipId] : values.reviewerIds.filter((id) => id !== membershipId),
                )
              }
            />
          ))}
        {tried && problems.reviewerIds ? <p className="text-xs text-danger">{problems.reviewerIds}</p> : null}
      </div>
      {create.error ? <ErrorState title={t("notAsked")} message={describe(create.error).message} /> : null}
    </Dialog>
  );
}
