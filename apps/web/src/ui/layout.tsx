import { ChevronRight, CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Link } from "~/ui/link.tsx";
import { cx } from "./cx.ts";
import { Skeleton, type Tone } from "./status.tsx";

export interface PageHeaderProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** The way back, outermost first. */
  readonly trail?: readonly { readonly href: string; readonly label: string }[];
  readonly badge?: ReactNode;
  /** Buttons, the main one last. */
  readonly actions?: ReactNode;
  /** Stays in sight: for a long form, whose buttons are up here. */
  readonly sticky?: boolean;
}

/** The head of every page: where am I, what is it, what can I do. Its height does not depend on what is loaded. */
export function PageHeader({ title, description, trail, badge, actions, sticky }: PageHeaderProps) {
  const t = useTranslations("common");
  return (
    <header
      className={cx(
        "mb-5 flex min-h-12 items-start justify-between gap-6",
        sticky && "sticky -top-6 z-20 -mx-2 -mt-6 bg-canvas px-2 pt-6 pb-3",
      )}
    >
      {typeof title === "string" ? <title>{`${title} · Callbay`}</title> : null}
      <div className="min-w-0">
        {trail && trail.length > 0 ? (
          <nav aria-label={t("trail")} className="mb-0.5 flex items-center gap-1 text-xs text-muted">
            {trail.map((step) => (
              <span key={step.href} className="flex items-center gap-1">
                <Link href={step.href} className="rounded-sm hover:text-ink hover:underline">
                  {step.label}
                </Link>
                <ChevronRight aria-hidden className="size-3 text-faint" />
              </span>
            ))}
          </nav>
        ) : null}
        <div className="flex items-center gap-2.5">
          <h1 className="truncate text-xl font-semibold tracking-tight">{title}</h1>
          {badge}
        </div>
        {description ? <p className="mt-0.5 max-w-3xl text-sm text-muted">{description}</p> : null}
      </div>
      {actions ? <div className="flex shrink-0 items-center gap-2">{actions}</div> : null}
    </header>
  );
}

export { Card, type CardProps } from "./card.tsx";

/** One figure with its name; the name first, since the eye reads down. */
export function Stat({
  label,
  value,
  hint,
  tone,
  loading,
}: {
  label: ReactNode;
  value: ReactNode;
  hint?: ReactNode;
  tone?: Tone;
  loading?: boolean;
}) {
  const colour = tone === "danger" ? "text-danger" : tone === "warn" ? "text-warn" : tone === "ok" ? "text-ok" : "";
  return (
    <div className="min-w-0 rounded-lg border bg-surface px-4 py-3 shadow-card">
      <dt className="truncate text-xs text-muted">{label}</dt>
      <dd className={cx("tabular mt-0.5 truncate text-2xl font-semibold tracking-tight", colour)}>
        {loading ? <Skeleton className="my-1.5 h-5 w-16" /> : value}
      </dd>
      {hint === undefined ? null : <dd className="min-h-4 truncate text-xs text-faint">{hint}</dd>}
    </div>
  );
}

/** Figures side by side. */
export function StatRow({ children, columns = 4 }: { children: ReactNode; columns?: 2 | 3 | 4 | 5 | 6 | 7 }) {
  const grid = {
    2: "grid-cols-2",
    3: "grid-cols-3",
    4: "grid-cols-4",
    5: "grid-cols-5",
    6: "grid-cols-6",
    7: "grid-cols-7",
  }[columns];
  return <dl className={cx("mb-4 grid gap-3", grid)}>{children}</dl>;
}

/** Names and values of one thing, in two columns. */
export function Facts({ items }: { items: readonly { readonly label: ReactNode; readonly value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,max-content)_1fr] gap-x-6 gap-y-2 text-sm">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of a thing keep their order.
        <div key={index} className="contents">
          <dt className="text-muted">{item.label}</dt>
          <dd className="min-w-0 break-words">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  /** What to do next. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** One line, where several lists stand on a page: none pushes the others away while it is empty. */
  readonly compact?: boolean;
}

export function EmptyState({ icon, title, children, action, compact }: EmptyStateProps) {
  if (compact)
    return (
      <div className="flex items-center gap-3 px-4 py-3 text-sm">
        {icon ? <span className="text-faint [&_svg]:size-4">{icon}</span> : null}
        <p className="min-w-0 flex-1">
          <span className="font-medium">{title}</span>
          {children ? <span className="ml-2 text-muted">{children}</span> : null}
        </p>
        {action}
      </div>
    );
  return (
    <div className="flex flex-col items-center justify-center px-6 py-12 text-center">
      {icon ? (
        <div className="mb-3 grid size-10 place-items-center rounded-full bg-neutral-soft text-muted [&_svg]:size-5">
          {icon}
        </div>
      ) : null}
      <p className="text-base font-medium">{title}</p>
      {children ? <div className="mt-1 max-w-md text-sm text-muted">{children}</div> : null}
      {action ? <div className="mt-4">{action}</div> : null}
    </div>
  );
}

/** What happened, what was kept, and a way on. */
export function ErrorState({ title, message, action }: { title: ReactNode; message: ReactNode; action?: ReactNode }) {
  return (
    <div role="alert" className="flex items-start gap-3 rounded-lg border border-danger/40 bg-danger-soft px-4 py-3">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium text-danger">{title}</p>
        <p className="text-sm text-ink">{message}</p>
      </div>
      {action}
    </div>
  );
}

/** A remark in the flow of a page. */
export function Notice({
  tone = "accent",
  children,
  icon,
}: {
  tone?: "accent" | "warn" | "danger" | "ok";
  children: ReactNode;
  icon?: ReactNode;
}) {
  const colours = {
    accent: "bg-accent-soft text-accent",
    warn: "bg-warn-soft text-warn",
    danger: "bg-danger-soft text-danger",
    ok: "bg-ok-soft text-ok",
  }[tone];
  return (
    <div className={cx("flex items-start gap-2 rounded-md px-3 py-2 text-sm [&_svg]:mt-0.5 [&_svg]:size-4", colours)}>
      {icon}
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
