"use client";
import { gradeLine, type LineQuality } from "@callbay/domain/line-quality";
import { useTranslations } from "next-intl";
import { StatusDot } from "~/ui/status.tsx";

const TONES = { good: "ok", fair: "warn", poor: "danger" } as const;

/** How the agent's line was over the call: a word, and the figures behind it. */
export function LineFigures({ line }: { line: LineQuality }) {
  const t = useTranslations("workspace.calls.lineQuality");
  const grade = gradeLine(line);
  return (
    <span className="flex flex-col" data-testid="line-figures" data-grade={grade}>
      <StatusDot tone={TONES[grade]}>{t(grade)}</StatusDot>
      <span className="tabular text-xs text-muted">
        {t("figures", {
          loss: line.lossPercent.mean,
          lossWorst: line.lossPercent.worst,
          jitter: line.jitterMs.mean,
          roundTrip: line.roundTripMs?.mean ?? "–",
        })}
      </span>
    </span>
  );
}
