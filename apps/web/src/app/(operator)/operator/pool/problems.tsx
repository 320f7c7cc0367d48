"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { useMessages, useTranslations } from "next-intl";
import type { Messages } from "~/i18n/messages.ts";
import { cx } from "~/ui/cx.ts";
import { Ago } from "~/ui/format.tsx";
import { Link } from "~/ui/link.tsx";

type Problem = RouterOutputs["operator"]["platform"]["home"]["problems"][number];

const LOOK = {
  critical: { icon: CircleAlert, colour: "text-danger", edge: "border-l-danger-solid" },
  warning: { icon: TriangleAlert, colour: "text-warn", edge: "border-l-warn-solid" },
  info: { icon: Info, colour: "text-accent", edge: "border-l-accent" },
} as const;

type Known = keyof Messages["operator"]["poolProblem"];

/** What is wrong now, the worst first, each with what to do about it. */
export function Problems({ problems, links = false }: { problems: readonly Problem[]; links?: boolean }) {
  const t = useTranslations("operator.pool");
  return (
    <section aria-label={t("problems")} className="mb-4 overflow-clip rounded-lg border bg-surface shadow-card">
      <h2 className="border-b px-4 py-2.5 text-sm font-semibold">{t("problemCount", { count: problems.length })}</h2>
      <ul>
        {problems.map((problem) => (
          <Row
            key={`${problem.code} ${JSON.stringify(problem.details)}`}
            problem={problem}
            href={links ? placeOf(problem) : null}
          />
        ))}
      </ul>
    </section>
  );
}

/** Where a problem is looked at. */
function placeOf({ code, details }: Problem): string {
  if (code.startsWith("MAIL_")) return "/operator/mail";
  if (code.startsWith("REGISTER_")) return "/operator/registers";
  if (code === "APPROVALS_WAIT") return "/operator/approvals";
  if (code === "PAYMENTS_WAIT") return "/operator/payments";
  if (HEALTH.has(code)) return "/operator/health";
  if (typeof details.tenantId === "string") return `/operator/tenants/${details.tenantId}`;
  return "/operator/pool";
}

const HEALTH: ReadonlySet<string> = new Set([
  ...["PROBES_SILENT", "DATABASE_SLOW", "REDIS_AWAY", "QUEUE_STUCK", "STORAGE_AWAY", "STORAGE_FULL", "WEB_AWAY"],
  "CERTIFICATE_ENDS",
]);

function Row({ problem, href }: { problem: Problem; href: string | null }) {
  const t = useTranslations("operator.pool");
  const say = useTranslations("operator.poolProblem");
  const texts = useMessages().operator.poolProblem;
  const { icon: Icon, colour, edge } = LOOK[problem.severity];
  const code: Known | null = problem.code in texts ? problem.code : null;
  return (
    <li className={cx("flex items-start gap-3 border-b border-l-3 px-4 py-3 last:border-b-0", edge)}>
      <Icon aria-label={t(`severity.${problem.severity}`)} className={cx("mt-0.5 size-4 shrink-0", colour)} />
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium">{code ? say(`${code}.message`, problem.details) : problem.message}</p>
        <p className="text-sm text-muted">{code ? say(`${code}.remedy`) : problem.remedy}</p>
      </div>
      {href ? (
        <Link href={href} className="shrink-0 rounded-sm text-sm text-accent hover:underline">
          {t("look")}
        </Link>
      ) : null}
      {problem.since ? (
        <span className="shrink-0 text-xs text-muted">
          <Ago at={problem.since} />
        </span>
      ) : null}
    </li>
  );
}
