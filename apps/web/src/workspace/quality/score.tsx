"use client";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "~/ui/status.tsx";

const GOOD_BP = 8_500;
const FAIR_BP = 6_000;

/** Basis points as a percentage; nothing counted: a dash. */
export function useScoreText(): (bp: number | null) => string {
  const format = useFormatter();
  return (bp) => (bp === null ? "—" : format.number(bp / 10_000, { style: "percent", maximumFractionDigits: 1 }));
}

export function Score({ bp, fatal = false }: { bp: number | null; fatal?: boolean }) {
  const t = useTranslations("quality.assess");
  const text = useScoreText();
  if (bp === null) return <span className="text-faint">—</span>;
  return (
    <Badge tone={fatal || bp < FAIR_BP ? "danger" : bp < GOOD_BP ? "warn" : "ok"}>
      <span className="tabular">{text(bp)}</span>
      {fatal ? <span> · {t("fatal")}</span> : null}
    </Badge>
  );
}

/** How far something is from the average, with its sign where it has one. */
export function Deviation({ bp, unsigned = false }: { bp: number | null; unsigned?: boolean }) {
  const format = useFormatter();
  if (bp === null) return <span className="text-faint">—</span>;
  const text = format.number(bp / 100, { signDisplay: unsigned ? "never" : "exceptZero", maximumFractionDigits: 1 });
  return <span className={`tabular ${Math.abs(bp) > 1_500 ? "font-semibold text-danger" : ""}`}>{text}</span>;
}
