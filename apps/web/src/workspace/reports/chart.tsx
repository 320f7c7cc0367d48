"use client";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { axisStep, TICKS } from "./axis.ts";
import { useAxisName, useRowName } from "./row-name.ts";
import { type Metric, type Report, useFigure } from "./value.tsx";

const WIDTH = 960;
const HEIGHT = 180;
const PAD = { top: 12, right: 8, bottom: 22, left: 56 } as const;
const MOST_BARS = 20;
const MOST_LABELS = 8;
/** The longest month by the shortest, and a little. */
const MONTHS_DIFFER = 1.2;
/** Nearer to the right side than this, a label has no room on both sides of its point. */
const EDGE = 48;

/**
 * One figure over the rows of a report: a line over times, bars from high to low over everything else. The table below
 * says the same to those who do not see it.
 */
export function ReportChart({ report, metric }: { report: Report; metric: Metric }) {
  const time = report.groups.length === 1 && ["hour", "hourOfDay", "day", "month"].includes(report.groups[0] ?? "");
  if (report.groups.length > 1 || report.rows.length < 2) return null;
  return time ? <Line report={report} metric={metric} /> : <Bars report={report} metric={metric} />;
}

function Line({ report, metric }: { report: Report; metric: Metric }) {
  const figure = useFigure();
  const name = useRowName(report);
  const short = useAxisName(report);
  const t = useTranslations("reports");
  const title = useId();
  const values = report.rows.map((row) => row.values[metric.key] ?? null);
  const tickStep = axisStep(Math.max(0, ...values.map((value) => value ?? 0)), metric.unit);
  const most = tickStep * TICKS;
  const inner = { width: WIDTH - PAD.left - PAD.right, height: HEIGHT - PAD.top - PAD.bottom };
  // As far apart as their times are: a day on which nothing happened has no row and keeps its place.
  const at = report.rows.map((row) => placeInTime(row.keys[0] ?? ""));
  const first = at[0] ?? 0;
  const span = (at.at(-1) ?? 0) - first || 1;
  const x = (i: number) => PAD.left + (((at[i] ?? first) - first) / span) * inner.width;
  const y = (value: number) => PAD.top + inner.height * (1 - value / most);
  const nearest = Math.min(...at.slice(1).map((place, i) => place - (at[i] ?? 0)));
  const follows = (i: number) => i > 0 && (at[i] ?? 0) - (at[i - 1] ?? 0) <= nearest * MONTHS_DIFFER;
  // A row without a value is a gap, never a zero, and so is a time without a row.
  const path = values
    .map((value, i) =>
      value === null
        ? ""
        : `${follows(i) && values[i - 1] !== null ? "L" : "M"}${x(i).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join("");
  const labelled = new Set<number>();
  let free = 0;
  for (const i of at.keys()) {
    if (x(i) < free) continue;
    labelled.add(i);
    free = x(i) + inner.width / MOST_LABELS;
  }
  // The first label begins at its point and the last ends there, so that neither leaves the picture.
  const anchor = (i: number) => (i === 0 ? "start" : x(i) > WIDTH - EDGE ? "end" : "middle");
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={title} className="h-45 w-full">
      <title id={title}>{t(`metrics.${metric.key}`)}</title>
      {Array.from({ length: TICKS + 1 }, (_, i) => tickStep * i).map((tick) => (
        <g key={tick}>
          <line
            x1={PAD.left}
            x2={WIDTH - PAD.right}
            y1={y(tick)}
            y2={y(tick)}
            className="stroke-line"
            strokeWidth={1}
          />
          <text x={PAD.left - 8} y={y(tick) + 3.5} textAnchor="end" className="fill-muted text-2xs tabular-nums">
            {figure(tick, metric.unit)}
          </text>
        </g>
      ))}
      <path
        d={path}
        fill="none"
        className="stroke-accent"
        strokeWidth={1.75}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {report.rows.map((row, i) => {
        const value = values[i] ?? null;
        const key = row.keys.join(" ");
        return (
          <g key={key}>
            {value === null ? null : (
              <circle cx={x(i)} cy={y(value)} r={values.length > 60 ? 1.5 : 2.5} className="fill-accent">
                <title>{`${name(row)}: ${figure(value, metric.unit)}`}</title>
              </circle>
            )}
            {labelled.has(i) ? (
              <text x={x(i)} y={HEIGHT - 6} textAnchor={anchor(i)} className="fill-muted text-2xs">
                {short(row)}
              </text>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}

function Bars({ report, metric }: { report: Report; metric: Metric }) {
  const figure = useFigure();
  const name = useRowName(report);
  const t = useTranslations("reports");
  const rows = [...report.rows]
    .sort((a, b) => (b.values[metric.key] ?? -1) - (a.values[metric.key] ?? -1))
    .slice(0, MOST_BARS);
  const most = Math.max(...rows.map((row) => row.values[metric.key] ?? 0), Number.MIN_VALUE);
  return (
    <ul aria-label={t(`metrics.${metric.key}`)} className="flex flex-col gap-1.5">
      {rows.map((row) => {
        const value = row.values[metric.key] ?? null;
        return (
          <li key={row.keys.join(" ")} className="grid grid-cols-[16rem_minmax(0,1fr)_6rem] items-center gap-3 text-xs">
            <span className="truncate text-muted">{name(row)}</span>
            <span aria-hidden className="h-3 rounded-sm bg-sunken">
              <span className="block h-3 rounded-sm bg-accent" style={{ width: `${((value ?? 0) / most) * 100}%` }} />
            </span>
            <span className="tabular text-right">{figure(value, metric.unit)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Where a row's time lies, in its own measure: an hour's or a day's instant, a month's first day, an hour of the day. */
function placeInTime(key: string): number {
  return /^\d{1,2}$/.test(key) ? Number(key) : Date.parse(key.length === 7 ? `${key}-01` : key);
}
