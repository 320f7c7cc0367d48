"use client";
import { useMutation } from "@tanstack/react-query";
import { CircleCheck, Lock, Save, Send, TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
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
import { SECTION_OF_FIELD, SECTIONS, Section, type SectionName } from "./section.tsx";
import { AgentsSection } from "./section-agents.tsx";
import { AudienceSection } from "./section-audience.tsx";
import { BasicsSection } from "./section-basics.tsx";
import { CallingSection } from "./section-calling.tsx";
import { DispositionsSection } from "./section-dispositions.tsx";
import { RetriesSection } from "./section-retries.tsx";
import { ScheduleSection } from "./section-schedule.tsx";
import { ScriptSection } from "./section-script.tsx";
import { WindowSection } from "./section-window.tsx";
import { type Editor, useEditor } from "./use-editor.ts";

/** All of a campaign on one page; Ctrl S saves. What may not change any more in its state is shown and locked. */
export function CampaignEditor({ campaign }: { campaign: CampaignView }) {
  const t = useTranslations("workspace.editor");
  const word = useWord();
  const editor = useEditor(campaign);
  const { draft, set } = editor;
  const locked = !campaign.editable;
  const tunable = campaign.state !== "completed" && campaign.state !== "submitted";
  const needs = needsOf(campaign);
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
                className="flex h-8 items-center justify-between rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-ink"
              >
                {t(`section.${name}`)}
                {needs.some((need) => SECTION_OF_NEED[need] === name) ? (
                  <span className="size-1.5 rounded-full bg-warn-solid">
                    <span className="sr-only">{t("incomplete")}</span>
                  </span>
                ) : null}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex min-w-0 flex-col gap-4">
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
            missing={needs.filter((need) => SECTION_OF_NEED[need] === name).map((need) => word("need", need))}
          >
            {body[name]}
          </Section>
        ))}
        <SaveBar campaign={campaign} editor={editor} needs={needs.map((need) => word("need", need))} />
      </div>
    </div>
  );
}

/** The parts that somebody else saved, each with whether it was changed here too: what "keep mine" would undo. */
function Theirs({ editor }: { editor: Editor }) {
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
          <a href={`#${name}`} className="font-medium underline">
            {t(`section.${name}`)}
          </a>
          {mineToo ? ` (${t("youToo")})` : ""}
        </span>
      ))}
    </>
  );
}

function SaveBar({ campaign, editor, needs }: { campaign: CampaignView; editor: Editor; needs: readonly string[] }) {
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
          {t("conflict")} <Theirs editor={editor} />
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
