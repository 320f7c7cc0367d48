"use client";
import type { Answer, Question } from "@callbay/domain/quality/scorecard";
import { MessageSquarePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef, useState } from "react";
import { IconButton } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Input } from "~/ui/form.tsx";
import { Badge } from "~/ui/status.tsx";

type Value = Answer["value"];

/** What a question can be answered with, each with its key. */
function choicesOf(question: Question): readonly { value: Exclude<Value, null>; key: string }[] {
  const grades: { value: Exclude<Value, null>; key: string }[] =
    question.kind === "yesno"
      ? [
          { value: "yes", key: "y" },
          { value: "no", key: "n" },
        ]
      : Array.from({ length: question.max + 1 }, (_, grade) => ({ value: grade, key: String(grade % 10) }));
  return question.notApplicable ? [...grades, { value: "na", key: "x" }] : grades;
}

interface QuestionRowProps {
  readonly question: Question;
  readonly answer: Answer | undefined;
  readonly missing: boolean;
  readonly readOnly: boolean;
  readonly onChange: (answer: Answer) => void;
}

/** One question: y and n, or the grade's digit, x for "has no meaning here", c for a comment; arrows go to the next. */
export function QuestionRow({ question, answer, missing, readOnly, onChange }: QuestionRowProps) {
  const t = useTranslations("quality.assess");
  const row = useRef<HTMLFieldSetElement>(null);
  const comment = useRef<HTMLInputElement>(null);
  const [writing, setWriting] = useState(false);
  const value = answer?.value ?? null;
  const said = answer?.comment ?? "";
  const word = (one: Exclude<Value, null>): string => (typeof one === "number" ? String(one) : t(`value.${one}`));
  const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-question]")];
  const move = (by: 1 | -1): void => {
    const all = rows();
    all[all.indexOf(row.current ?? document.body) + by]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const chosen = readOnly ? undefined : choicesOf(question).find(({ key }) => key === event.key);
    if (chosen) {
      onChange({ value: chosen.value, comment: said });
      // The next question comes by itself; a comment is asked for with c.
      move(1);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "c" && !readOnly) {
      setWriting(true);
      requestAnimationFrame(() => comment.current?.focus());
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <fieldset
      ref={row}
      data-question={question.id}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: answered by keys, as one control.
      tabIndex={0}
      onKeyDown={onKeyDown}
      className={cx("rounded-md border px-3 py-2 focus-visible:border-accent", missing && "border-danger-solid")}
    >
      <legend className="sr-only">{question.text}</legend>
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1 text-sm">
          {question.text}
          {question.fatal ? (
            <span className="ml-2">
              <Badge tone="danger">{t("fatal")}</Badge>
            </span>
          ) : null}
          {question.hint ? <span className="block text-xs text-muted">{question.hint}</span> : null}
        </div>
        <span className="tabular text-2xs text-faint" title={t("weight")}>
          ×{question.weight}
        </span>
        <div className="flex overflow-hidden rounded-md border">
          {choicesOf(question).map(({ value: one }) => (
            <button
              key={String(one)}
              type="button"
              tabIndex={-1}
              disabled={readOnly}
              aria-pressed={value === one}
              aria-label={`${question.text}: ${word(one)}`}
              onClick={() => onChange({ value: one, comment: said })}
              className={cx(
                "h-7 min-w-8 border-l px-2 text-xs first:border-l-0",
                value === one ? "bg-accent font-semibold text-on-accent" : "text-muted hover:bg-hover",
                readOnly && value !== one && "text-faint",
              )}
            >
              {word(one)}
            </button>
          ))}
        </div>
        {readOnly ? null : (
          <IconButton
            size="sm"
            tabIndex={-1}
            label={t("comment")}
            icon={<MessageSquarePlus aria-hidden />}
            onClick={() => setWriting(true)}
          />
        )}
      </div>
      {readOnly && said ? <p className="mt-1 text-xs text-muted">{said}</p> : null}
      {!readOnly && (writing || said) ? (
        <Input
          ref={comment}
          aria-label={`${t("comment")}: ${question.text}`}
          placeholder={t("comment")}
          value={said}
          maxLength={1_000}
          onChange={(event) => onChange({ value, comment: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== "Escape" && event.key !== "Enter") return;
            event.preventDefault();
            event.stopPropagation();
            row.current?.focus();
          }}
          className="mt-2 h-7 text-xs"
        />
      ) : null}
    </fieldset>
  );
}
