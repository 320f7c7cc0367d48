"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { scoreOf } from "@callbay/domain/quality/score";
import type { Answer, Answers } from "@callbay/domain/quality/scorecard";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Textarea } from "~/ui/form.tsx";
import { Ago, DateTime } from "~/ui/format.tsx";
import { ErrorState, Notice } from "~/ui/layout.tsx";
import { toast } from "~/ui/toast.tsx";
import { QuestionRow } from "./question-row.tsx";
import { Score, useScoreText } from "./score.tsx";

export type AssessmentView = RouterOutputs["quality"]["assessment"];

const SAVE_AFTER_MS = 1_200;

interface AssessFormProps {
  readonly assessment: AssessmentView;
  /** Read by the agent who is judged. */
  readonly isOwnCall?: boolean;
  readonly onDone?: () => void;
}

/** The questions with their answers: to be given while it is one's own draft, else to be read. */
export function AssessForm({ assessment, isOwnCall = false, onDone }: AssessFormProps) {
  const t = useTranslations("quality.assess");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const scoreText = useScoreText();
  const readOnly = assessment.submittedAt !== null || !assessment.mine;
  const [answers, setAnswers] = useState<Answers>(assessment.answers);
  const [comment, setComment] = useState(assessment.comment);
  const [coaching, setCoaching] = useState(assessment.coaching);
  const [tried, setTried] = useState(false);
  /** Grows with each change; what is kept is known by it. */
  const [revision, setRevision] = useState(0);
  const [kept, setKept] = useState(0);
  const touched = (): void => setRevision((before) => before + 1);
  const score = scoreOf(assessment.form, answers);
  const keep = useMutation(trpc.quality.save.mutationOptions({ meta: { quiet: true } }));
  const { mutate: keepNow } = keep;
  const submit = useMutation(
    trpc.quality.save.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("submitted"));
        void queryClient.invalidateQueries({ queryKey: trpc.quality.pathKey() });
        onDone?.();
      },
    }),
  );
  const given = { assessmentId: assessment.id, answers: { ...answers }, comment, coaching };
  const latest = useRef(given);
  latest.current = given;
  // What was answered is kept a moment after the last change, so that nothing is lost with the tab.
  useEffect(() => {
    if (readOnly || revision === 0) return;
    const timer = setTimeout(() => keepNow(latest.current, { onSuccess: () => setKept(revision) }), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [readOnly, revision, keepNow]);
  const change = (id: string, answer: Answer): void => {
    setAnswers((before) => ({ ...before, [id]: answer }));
    touched();
  };
  const send = (): void => {
    setTried(true);
    const [first] = score.missing;
    if (first === undefined) submit.mutate({ ...latest.current, submit: true });
    else document.querySelector<HTMLElement>(`[data-question="${first}"]`)?.focus();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || readOnly) return;
        event.preventDefault();
        send();
      }}
    >
      {assessment.form.sections.map((section) => {
        const own = score.sections.find(({ id }) => id === section.id);
        return (
          <section key={section.id} className="flex flex-col gap-2">
            <h3 className="flex items-baseline justify-between text-sm font-semibold">
              {section.title}
              <span className="tabular text-xs font-normal text-muted">{scoreText(own?.scoreBp ?? null)}</span>
            </h3>
            {section.questions.map((question) => (
              <QuestionRow
                key={question.id}
                question={question}
                answer={answers[question.id]}
                missing={tried && score.missing.includes(question.id)}
                readOnly={readOnly}
                onChange={(answer) => change(question.id, answer)}
              />
            ))}
          </section>
        );
      })}
      {readOnly ? (
        <Words assessment={assessment} isOwnCall={isOwnCall} />
      ) : (
        <>
          <FormField label={t("coaching")} hint={t("coachingHint")}>
            <Textarea
              rows={2}
              value={coaching}
              maxLength={2_000}
              onChange={(event) => {
                setCoaching(event.target.value);
                touched();
              }}
            />
          </FormField>
          <FormField label={t("overall")}>
            <Textarea
              rows={2}
              value={comment}
              maxLength={2_000}
              onChange={(event) => {
                setComment(event.target.value);
                touched();
              }}
            />
          </FormField>
          {submit.error || keep.error ? (
            <ErrorState title={t("notSaved")} message={describe(submit.error ?? keep.error).message} />
          ) : null}
          {/* The page's own room below its cards is part of what scrolls: the bar stands at the very foot. */}
          <div className="sticky -bottom-10 flex items-center justify-between gap-3 border-t bg-surface py-3">
            <span className="text-xs text-muted">
              {score.missing.length > 0 ? t("missing", { count: score.missing.length }) : t("complete")} ·{" "}
              {revision !== kept ? t("saving") : t("kept")}
            </span>
            <span className="flex items-center gap-3">
              <Score bp={score.scoreBp} fatal={score.fatal} />
              <Button type="submit" tone="primary" busy={submit.isPending}>
                {t("submit")}
              </Button>
            </span>
          </div>
        </>
      )}
    </form>
  );
}

/** What reviewer and agent wrote to each other. */
function Words({ assessment, isOwnCall }: { assessment: AssessmentView; isOwnCall: boolean }) {
  const t = useTranslations("quality.assess");
  const { coaching, comment, agentAnswer, acknowledgedAt, agent } = assessment;
  return (
    <div className="flex flex-col gap-2 text-sm">
      {coaching ? (
        <Notice>
          <span className="font-medium">{t("coaching")}:</span> {coaching}
        </Notice>
      ) : null}
      {comment ? (
        <p>
          <span className="text-muted">{t("overall")}:</span> {comment}
        </p>
      ) : null}
      {acknowledgedAt ? (
        <p>
          <span className="text-muted">
            {t("acknowledgedBy", { name: agent?.name ?? "" })} <DateTime at={acknowledgedAt} />
          </span>
          {agentAnswer ? <span className="block">{agentAnswer}</span> : null}
        </p>
      ) : assessment.submittedAt && assessment.calibrationId === null && !isOwnCall ? (
        <p className="text-xs text-muted">
          {t("notAcknowledged")} <Ago at={assessment.submittedAt} />
        </p>
      ) : null}
    </div>
  );
}
