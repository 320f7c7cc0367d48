"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { rulesDifference } from "@callbay/domain/compliance/difference";
import { PRESETS } from "@callbay/domain/compliance/presets";
import { looserThanPreset } from "@callbay/domain/compliance/strictness";
import type { ComplianceRules } from "@callbay/domain/compliance/types";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card, Notice, PageHeader } from "~/ui/layout.tsx";
import { Badge } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { HoursPart } from "./hours.tsx";
import { AbandonedPart, AttemptsPart, RetentionPart } from "./numbers.tsx";
import { RuleChanges } from "./rule-changes.tsx";
import { CallerIdPart, ConsentPart, MachinesPart, OverridablePart } from "./words.tsx";

type Profile = RouterOutputs["compliance"]["get"];

/** What is being typed, on top of the revision that it began from. */
interface Draft {
  readonly from: number;
  readonly name: string;
  readonly rules: ComplianceRules;
}

/** A profile as a form: each save is a new revision, and what is looser than the preset is marked while it is typed. */
export function ProfileEditor({ profile }: { profile: Profile }) {
  const t = useTranslations("compliance");
  const may = useMay();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [latest] = profile.revisions;
  const rules = draft?.rules ?? latest?.rules;
  const looser = useMemo(() => (rules ? looserThanPreset(rules) : []), [rules]);
  const revise = useMutation(
    trpc.compliance.revise.mutationOptions({
      meta: { quiet: true },
      onSuccess: async ({ revision }) => {
        toast.success(t("saved", { n: revision }));
        setDraft(null);
        await queryClient.invalidateQueries({ queryKey: trpc.compliance.pathKey() });
      },
    }),
  );
  if (!latest || !rules) return null;
  const { name, from } = draft ?? { name: latest.name, from: latest.revision };
  const locked = !may("compliance.write");
  const change = (patch: Partial<Draft>): void => setDraft({ from, name, rules, ...patch });
  const part = {
    rules,
    looser: new Set(looser.map(({ path }) => path)),
    locked,
    set: (patch: Partial<ComplianceRules>) => change({ rules: { ...rules, ...patch } }),
  };
  const stale = from !== latest.revision;
  return (
    <>
      <PageHeader
        sticky
        title={latest.name}
        badge={<Badge>{t(`regions.${rules.region}`)}</Badge>}
        trail={[{ href: "/w/compliance", label: t("title") }]}
        description={draft ? t("unsaved") : t("allSaved")}
        actions={
          locked ? null : (
            <>
              {draft ? <Button onClick={() => setDraft(null)}>{t("discard")}</Button> : null}
              <Button
                tone="primary"
                disabled={!draft || looser.length > 0 || !name.trim()}
                busy={revise.isPending}
                onClick={() => revise.mutate({ profileId: profile.profileId, revision: from, name, rules })}
              >
                {t("save", { n: latest.revision + 1 })}
              </Button>
            </>
          )
        }
      />
      <div className="flex flex-col gap-4">
        {revise.isError ? <Notice tone="danger">{describe(revise.error).message}</Notice> : null}
        {draft && stale ? (
          <Notice tone="warn" icon={<TriangleAlert aria-hidden />}>
            {t("stale")}{" "}
            <button type="button" className="underline" onClick={() => setDraft(null)}>
              {t("takeTheirs")}
            </button>
          </Notice>
        ) : null}
        <Notice>
          {t("bound")} {rules.region === "custom" ? t("regionHint.custom") : t("presetNote")}
        </Notice>
        <Card>
          <FormField label={t("name")} required className="max-w-md">
            <Input
              value={name}
              maxLength={120}
              disabled={locked}
              onChange={(event) => change({ name: event.target.value })}
            />
          </FormField>
        </Card>
        <HoursPart {...part} />
        <AttemptsPart {...part} />
        <AbandonedPart {...part} />
        <div className="grid grid-cols-[minmax(0,1fr)_20rem] items-start gap-4">
          <ConsentPart {...part} />
          <CallerIdPart {...part} />
        </div>
        <MachinesPart {...part} />
        <OverridablePart {...part} />
        <RetentionPart {...part} />
        <Revisions profile={profile} />
      </div>
    </>
  );
}

function Revisions({ profile }: { profile: Profile }) {
  const t = useTranslations("compliance");
  return (
    <Card flush title={t("revisions")}>
      <ul className="divide-y">
        {profile.revisions.map((one, at) => (
          <RevisionRow key={one.id} of={one} before={profile.revisions[at + 1]} />
        ))}
      </ul>
    </Card>
  );
}

type Revision = Profile["revisions"][number];

/** A revision, which opens with what it changed: against the one before, the first against the preset of its region. */
function RevisionRow({ of, before }: { of: Revision; before: Revision | undefined }) {
  const t = useTranslations("compliance");
  const [open, setOpen] = useState(false);
  const changes = useMemo(
    () => (open ? rulesDifference(before?.rules ?? PRESETS[of.rules.region], of.rules) : []),
    [open, before, of],
  );
  const title = before ? t("changes.since", { n: before.revision }) : t("changes.sincePreset");
  return (
    <li className="px-4 py-2 text-sm">
      <div className="grid grid-cols-[8rem_12rem_12rem_1fr_auto] items-center gap-4">
        <span className="font-medium">{t("revisionN", { n: of.revision })}</span>
        <DateTime at={of.createdAt} />
        <span className="truncate text-muted">{of.createdBy}</span>
        <span className="truncate">{of.campaigns.map(({ name }) => name).join(", ") || t("noCampaigns")}</span>
        <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("changes.show")}
        </Button>
      </div>
      {open ? (
        <div className="mt-2 rounded-md bg-sunken px-3 py-2">
          <p className="mb-1.5 text-xs font-medium text-muted">{title}</p>
          <RuleChanges changes={changes} label={title} />
        </div>
      ) : null}
    </li>
  );
}
