"use client";
import { type Question, type ScorecardForm, scorecardForm } from "@callbay/domain/quality/scorecard";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button, IconButton } from "~/ui/button.tsx";
import { Checkbox, FormField, Input } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import type { ScorecardRow } from "./scorecards.tsx";

type Section = ScorecardForm["sections"][number];

/** Ids stay with their questions over versions; new ones are made here. */
const newId = (): string => crypto.randomUUID().slice(0, 8);
const emptyQuestion = (): Question => ({
  ...{ id: newId(), text: "", hint: "", kind: "yesno", max: 1, weight: 1, fatal: false, notApplicable: true },
});
const emptySection = (): Section => ({ id: newId(), title: "", questions: [emptyQuestion()] });

const replaced = <T,>(list: readonly T[], at: number, next: T): T[] => list.map((one, i) => (i === at ? next : one));
const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);
function moved<T>(list: readonly T[], at: number, by: 1 | -1): T[] {
  const next = [...list];
  const [one] = next.splice(at, 1);
  if (one !== undefined) next.splice(at + by, 0, one);
  return next;
}

/** A scorecard's sections and questions. Saving makes a further version; what was judged before stays as it was. */
export function ScorecardEditor({ scorecard, onClose }: { scorecard: ScorecardRow | null; onClose: () => void }) {
  const t = useTranslations("quality.editor");
  const common = useTranslations("common");
  const may = useMay();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [name, setName] = useState(scorecard?.name ?? "");
  const [sections, setSections] = useState<readonly Section[]>(scorecard?.form.sections ?? [emptySection()]);
  const [tried, setTried] = useState(false);
  const done = {
    meta: { quiet: true },
    onSuccess: () => {
      toast.success(common("saved"));
      void queryClient.invalidateQueries({ queryKey: trpc.quality.pathKey() });
      onClose();
    },
  };
  const create = useMutation(trpc.quality.createScorecard.mutationOptions(done));
  const revise = useMutation(trpc.quality.reviseScorecard.mutationOptions(done));
  const form = { sections: sections.map((one) => ({ ...one, questions: [...one.questions] })) };
  const valid = scorecardForm.safeParse(form).success && name.trim().length >= 2;
  const failure = create.error ?? revise.error;
  const readOnly = !may("quality.write");
  const save = (): void => {
    setTried(true);
    if (!valid) return;
    if (scorecard) revise.mutate({ scorecardId: scorecard.id, basedOn: scorecard.version, form });
    else create.mutate({ name: name.trim(), form });
  };
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={scorecard ? `${scorecard.name} ${scorecard.version}` : t("new")}
      description={t("hint")}
      {...(readOnly ? {} : { onSubmit: save })}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          {readOnly ? null : (
            <Button type="submit" tone="primary" busy={create.isPending || revise.isPending}>
              {scorecard ? t("saveVersion", { version: scorecard.version + 1 }) : common("save")}
            </Button>
          )}
        </>
      }
    >
      <fieldset disabled={readOnly} className="flex flex-col gap-5">
        {scorecard ? null : (
          <FormField label={t("name")} required error={tried && name.trim().length < 2 ? t("nameNeeded") : undefined}>
            <Input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
          </FormField>
        )}
        {sections.map((section, at) => (
          <section key={section.id} className="flex flex-col gap-2 rounded-md border p-3">
            <div className="flex items-center gap-2">
              <Input
                aria-label={t("section")}
                placeholder={t("section")}
                value={section.title}
                maxLength={120}
                aria-invalid={tried && !section.title.trim()}
                onChange={(event) => setSections(replaced(sections, at, { ...section, title: event.target.value }))}
                className="h-8 font-medium"
              />
              <Movers
                at={at}
                count={sections.length}
                onMove={(by) => setSections(moved(sections, at, by))}
                onRemove={() => setSections(without(sections, at))}
              />
            </div>
            {section.questions.map((question, index) => (
              <QuestionEditor
                key={question.id}
                question={question}
                tried={tried}
                onChange={(next) =>
                  setSections(
                    replaced(sections, at, { ...section, questions: replaced(section.questions, index, next) }),
                  )
                }
              >
                <Movers
                  at={index}
                  count={section.questions.length}
                  onMove={(by) =>
                    setSections(replaced(sections, at, { ...section, questions: moved(section.questions, index, by) }))
                  }
                  onRemove={() =>
                    setSections(replaced(sections, at, { ...section, questions: without(section.questions, index) }))
                  }
                />
              </QuestionEditor>
            ))}
            <span>
              <Button
                size="sm"
                tone="ghost"
                icon={<Plus aria-hidden />}
                onClick={() =>
                  setSections(
                    replaced(sections, at, { ...section, questions: [...section.questions, emptyQuestion()] }),
                  )
                }
              >
                {t("addQuestion")}
              </Button>
            </span>
          </section>
        ))}
        <span>
          <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setSections([...sections, emptySection()])}>
            {t("addSection")}
          </Button>
        </span>
        {tried && !valid ? <ErrorState title={t("notSaved")} message={t("incomplete")} /> : null}
        {failure ? <ErrorState title={t("notSaved")} message={describe(failure).message} /> : null}
      </fieldset>
    </Sheet>
  );
}

function Movers(props: { at: number; count: number; onMove: (by: 1 | -1) => void; onRemove: () => void }) {
  const t = useTranslations("quality.editor");
  const { at, count, onMove, onRemove } = props;
  return (
    <span className="flex shrink-0">
      <IconButton
        size="sm"
        label={t("up")}
        icon={<ArrowUp aria-hidden />}
        disabled={at === 0}
        onClick={() => onMove(-1)}
      />
      <IconButton
        size="sm"
        label={t("down")}
        icon={<ArrowDown aria-hidden />}
        disabled={at === count - 1}
        onClick={() => onMove(1)}
      />
      <IconButton
        size="sm"
        label={t("remove")}
        icon={<Trash2 aria-hidden />}
        disabled={count === 1}
        onClick={onRemove}
      />
    </span>
  );
}

interface QuestionEditorProps {
  readonly question: Question;
  readonly tried: boolean;
  readonly onChange: (question: Question) => void;
  readonly children: React.ReactNode;
}

function QuestionEditor({ question, tried, onChange, children }: QuestionEditorProps) {
  const t = useTranslations("quality.editor");
  const kinds = ["yesno", "scale3", "scale5", "scale10"] as const;
  const kind = question.kind === "yesno" ? "yesno" : (kinds.find((one) => one === `scale${question.max}`) ?? "scale5");
  return (
    <div className="flex flex-col gap-1.5 rounded-md bg-sunken p-2">
      <div className="flex items-center gap-2">
        <Input
          aria-label={t("question")}
          placeholder={t("question")}
          value={question.text}
          maxLength={300}
          aria-invalid={tried && !question.text.trim()}
          onChange={(event) => onChange({ ...question, text: event.target.value })}
          className="h-8"
        />
        {children}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Select
          size="sm"
          className="w-32"
          aria-label={t("kind")}
          value={kind}
          onChange={(value) =>
            onChange(
              value === "yesno"
                ? { ...question, kind: "yesno", max: 1 }
                : { ...question, kind: "scale", max: Number(value.slice(5)) },
            )
          }
          options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
        <span className="flex items-center gap-1.5 text-xs text-muted">
          <span aria-hidden>{t("weight")}</span>
          <Input
            type="number"
            aria-label={t("weight")}
            min={1}
            max={100}
            value={question.weight}
            onChange={(event) => onChange({ ...question, weight: Math.trunc(Number(event.target.value)) })}
            className="h-7 w-16 text-xs"
          />
        </span>
        <Checkbox label={t("fatal")} checked={question.fatal} onChange={(fatal) => onChange({ ...question, fatal })} />
        <Checkbox
          label={t("notApplicable")}
          checked={question.notApplicable}
          onChange={(notApplicable) => onChange({ ...question, notApplicable })}
        />
      </div>
      <Input
        aria-label={t("questionHint")}
        placeholder={t("questionHint")}
        value={question.hint}
        maxLength={500}
        onChange={(event) => onChange({ ...question, hint: event.target.value })}
        className="h-7 text-xs"
      />
    </div>
  );
}
