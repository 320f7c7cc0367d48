"use client";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { cx } from "~/ui/cx.ts";
import { Ago } from "~/ui/format.tsx";
import texts from "../../../../../messages/en/operator.json";
import type { Pool } from "./page.tsx";

type Problem = Pool["problems"][number];

const LOOK = {
  critical: { icon: CircleAlert, colour: "text-danger", edge: "border-l-danger-solid" },
  warning: { icon: TriangleAlert, colour: "text-warn", edge: "border-l-warn-solid" },
  info: { icon: Info, colour: "text-accent", edge: "border-l-accent" },
} as const;

type Known = keyof typeof texts.poolProblem;

/** What is wrong now, the worst first, each with what to do about it. */
export function Problems({ problems }: { problems: readonly Problem[] }) {
  const t = useTranslations("operator.pool");
  return (
    <section aria-label={t("problems")} className="mb-4 overflow-clip rounded-lg border bg-surface shadow-card">
      <h2 className="border-b px-4 py-2.5 text-sm font-semibold">{t("problemCount", { count: problems.length })}</h2>
      <ul>
        {problems.map((problem) => (
          <Row key={`${problem.code} ${JSON.stringify(problem.details)}`} problem={problem} />
        ))}
      </ul>
    </section>
  );
}

function Row({ problem }: { problem: Problem }) {
  const t = useTranslations("operator.pool");
  const say = useTranslations("operator.poolProblem");
  const { icon: Icon, colour, edge } = LOOK[problem.severity];
  const code: Known | null = problem.code in texts.poolProblem ? problem.code : null;
  return (
    <li className={cx("flex items-start gap-3 border-b border-l-3 px-4 py-3 last:border-b-0", edge)}>
      <Icon aria-label={t(`severity.${problem.severity}`)} className={cx("mt-0.5 size-4 shrink-0", colour)} />
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium">{code ? say(`${code}.message`, problem.details) : problem.message}</p>
        <p className="text-sm text-muted">{code ? say(`${code}.remedy`) : problem.remedy}</p>
      </div>
      {problem.since ? (
        <span className="shrink-0 text-xs text-muted">
          <Ago at={problem.since} />
        </span>
      ) : null}
    </li>
  );
}
