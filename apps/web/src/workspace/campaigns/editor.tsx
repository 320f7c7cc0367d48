"use client";
import { useMutation } from "@tanstack/react-query";
import { ChevronsDownUp, ChevronsUpDown, CircleCheck, Lock, Save, Send, TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Kbd } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { Conflict } from "~/workspace/conflict.tsx";
import { useWord } from "~/workspace/words.ts";
import type { CampaignView } from "./draft.ts";
import { needsOf, SECTION_OF_NEED } from "./needs.ts";
import { isUnfilled, SECTION_OF_FIELD, SECTIONS, Section, type SectionName } from "./section.tsx";
import { AgentsSection } from "./section-agents.tsx";
import { AudienceSection } from "./section-audience.tsx";
import { BasicsSection } from "./section-basics.tsx";
import { CallingSection } from "./section-calling.tsx";
import { DispositionsSection } from "./section-dispositions.tsx";
import { RetriesSection } from "./section-retries.tsx";
import { ScheduleSection } from "./section-schedule.tsx";
import { ScriptSection } from "./section-script.tsx";
import { useSectionSummaries } from "./section-summary.ts";
import { WindowSection } from "./section-window.tsx";
import { type Editor, useEditor } from "./use-editor.ts";

/**
 * All of a campaign on one page, each part folded into a line unless something is missing in it; Ctrl S saves. What may not change any more in its state is shown
 * and locked.
 */
export function CampaignEditor({ campaign }: { campaign: CampaignView }) {
  const t = useTranslations("workspace.editor");
  const word = useWord();
  const editor = useEditor(campaign);
  const { draft, set } = editor;
  const locked = !campaign.editable;
  const tunable = campaign.state !== "completed" && campaign.state !== "submitted";
  const needs = needsOf(campaign);
  const summaries = useSectionSummaries(campaign, draft);
  const lacks = (name: SectionName): boolean => needs.some((need) => SECTION_OF_NEED[need] === name);
  const asked = typeof window === "undefined" ? "" : window.location.hash.slice(1);
  const [unfolded, setUnfolded] = useState<ReadonlySet<SectionName>>(
    () => new Set(SECTIONS.filter((name) => name === asked || (!locked && (lacks(name) || isUnfilled(name, draft))))),
  );
  const fold = (name: SectionName, open: boolean): void =>
    setUnfolded((before) => new Set(SECTIONS.filter((one) => (one === name ? open : before.has(one)))));
  const unfold = (name: SectionName): void => fold(name, true);
  const all = SECTIONS.every((name) => unfolded.has(name));
  const props = { campaign, draft, set, locked };
  const saveRef = useRef(editor.save);
  saveRef.current = editor.save;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void saveRef.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  const { changed } = editor;
  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [changed]);
  const body: Record<SectionName, React.ReactNode> = {
    basics: <BasicsSection {...props} />,
    audience: <AudienceSection {...props} />,
    calling: <CallingSection {...props} tunable={tunable} />,
    script: <ScriptSection {...props} />,
    dispositions: <DispositionsSection {...props} />,
    window: <WindowSection {...props} />,
    schedule: <ScheduleSection {...props} tunable={tunable} />,
    retries: <RetriesSection {...props} tunable={tunable} />,
    agents: <AgentsSection {...props} tunable={campaign.state !== "completed"} />,
  };
  return (
    <div className="grid grid-cols-[10rem_minmax(0,1fr)] gap-6">
      <nav aria-label={t("sections")} className="sticky top-0 self-start">
        <ul>
          {SECTIONS.map((name) => (
            <li key={name}>
              <a
                href={`#${name}`}
                onClick={() => unfold(name)}
                className="flex h-8 items-center justify-between rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-ink"
              >
                {t(`section.${name}`)}
                {lacks(name) ? (
                  <span className="size-1.5 rounded-full bg-warn-solid">
                    <span className="sr-only">{t("incomplete")}</span>
                  </span>
                ) : null}
              </a>
            </li>
          ))}
        </ul>
        <Button
          size="sm"
          tone="ghost"
          className="mt-2 text-muted"
          icon={all ? <ChevronsDownUp aria-hidden /> : <ChevronsUpDown aria-hidden />}
          onClick={() => setUnfolded(new Set(all ? [] : SECTIONS))}
        >
          {t(all ? "foldAll" : "unfoldAll")}
        </Button>
      </nav>
      <div className="flex min-w-0 flex-col gap-3">
        {campaign.state === "returned" && campaign.stateReason ? (
          <Notice tone="warn" icon={<TriangleAlert aria-hidden />}>
            <strong className="font-medium">{t("returned")}</strong> {campaign.stateReason}
          </Notice>
        ) : null}
        {locked ? (
          <Notice icon={<Lock aria-hidden />}>
            {t(campaign.state === "submitted" ? "lockedSubmitted" : tunable ? "lockedTunable" : "lockedCompleted")}
          </Notice>
        ) : null}
        {SECTIONS.map((name) => (
          <Section
            key={name}
            name={name}
            title={t(`section.${name}`)}
            hint={t(`sectionHint.${name}`)}
            summary={summaries[name]}
            open={unfolded.has(name)}
            onToggle={(open) => fold(name, open)}
            missing={needs.filter((need) => SECTION_OF_NEED[need] === name).map((need) => word("need", need))}
          >
            {body[name]}
          </Section>
        ))}
        <SaveBar campaign={campaign} editor={editor} needs={needs.map((need) => word("need", need))} onJump={unfold} />
      </div>
    </div>
  );
}

/** The parts that somebody else saved, each with whether it was changed here too: what "keep mine" would undo. */
function Theirs({ editor, onJump }: { editor: Editor; onJump: (name: SectionName) => void }) {
  const t = useTranslations("workspace.editor");
  const parts = SECTIONS.flatMap((name) => {
    const own = editor.theirs.filter(({ field }) => SECTION_OF_FIELD[field] === name);
    return own.length === 0 ? [] : [{ name, mineToo: own.some(({ mineToo }) => mineToo) }];
  });
  if (parts.length === 0) return null;
  return (
    <>
      {t("theyChanged")}{" "}
      {parts.map(({ name, mineToo }, at) => (
        <span key={name}>
          {at > 0 ? ", " : ""}
          <a href={`#${name}`} onClick={() => onJump(name)} className="font-medium underline">
            {t(`section.${name}`)}
          </a>
          {mineToo ? ` (${t("youToo")})` : ""}
        </span>
      ))}
    </>
  );
}

interface SaveBarProps {
  readonly campaign: CampaignView;
  readonly editor: Editor;
  readonly needs: readonly string[];
  readonly onJump: (name: SectionName) => void;
}

function SaveBar({ campaign, editor, needs, onJump }: SaveBarProps) {
  const t = useTranslations("workspace.editor");
  const format = useFormatter();
  const router = useRouter();
  const trpc = useTRPC();
  const describe = useDescribeError();
  const submit = useMutation(
    trpc.campaigns.submit.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("submitted"));
        router.push(`/w/campaigns/${campaign.id}`);
      },
    }),
  );
  const error = editor.error ?? submit.error;
  return (
    <div className="sticky -bottom-10 z-10 -mb-10 flex flex-col gap-2 border-t bg-canvas pt-3 pb-4">
      {editor.conflict ? (
        <Conflict onTheirs={editor.discard} onMine={editor.keepMine}>
          {t("conflict")} <Theirs editor={editor} onJump={onJump} />
        </Conflict>
      ) : error ? (
        <Notice tone="danger">
          <span role="alert">{describe(error).message}</span>
        </Notice>
      ) : null}
      <div className="flex h-9 items-center gap-2">
        <p className="min-w-0 flex-1 truncate text-sm text-muted">
          {editor.changed ? (
            t("unsaved")
          ) : needs.length > 0 && campaign.editable ? (
            t("missing", { needs: format.list(needs) })
          ) : (
            <span className="inline-flex items-center gap-1.5">
              <CircleCheck aria-hidden className="size-4 text-ok" />
              {t("allSaved")}
            </span>
          )}
        </p>
        {editor.changed ? <Button onClick={editor.discard}>{t("discard")}</Button> : null}
        <Button
          tone={campaign.editable ? "secondary" : "primary"}
          icon={<Save aria-hidden />}
          busy={editor.saving}
          disabled={!editor.changed || editor.conflict || !editor.draft.name.trim()}
          onClick={() => void editor.save()}
        >
          {t("save")} <Kbd>Ctrl S</Kbd>
        </Button>
        {campaign.editable ? (
          <Button
            tone="primary"
            icon={<Send aria-hidden />}
            busy={submit.isPending}
            disabled={editor.saving || editor.conflict || (!editor.changed && needs.length > 0)}
            onClick={() =>
              void (async () => {
                if (editor.changed && !(await editor.save())) return;
                submit.mutate({ campaignId: campaign.id });
              })()
            }
          >
            {t("submit")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
