"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { Problems } from "./field-reader.ts";

/** Says what is wrong with a field, or undefined. */
export function useProblemText(problems: Problems): (field: string) => string | undefined {
  const t = useTranslations("operator.contractEditor.problem");
  return useCallback(
    (field) => {
      const problem = problems[field];
      return problem ? t(problem) : undefined;
    },
    [problems, t],
  );
}

/** After a refused try to send: the first field that is wrong takes the focus. */
export function focusFirstProblem(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}
