"use client";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "~/ui/status.tsx";
import type { Progress } from "./progress.tsx";

const NAMES = ["today", "day", "window"] as const;

/** The three abandoned ledgers of the campaign, side by side with the limit; the one that binds the dialler is marked. */
export function Ledgers({ ledgers, maxPpm }: { ledgers: Progress["ledgers"]; maxPpm: number }) {
  const t = useTranslations("workspace.progress.ledgers");
  const format = useFormatter();
  const percent = (share: number): string =>
    format.number(share, { style: "percent", minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return (
    <div className="mt-4 border-t pt-3">
      <p className="text-xs font-medium text-muted">{t("title", { limit: percent(maxPpm / 1e6) })}</p>
      <dl className="mt-1.5 space-y-1 text-sm">
        {NAMES.map((name) => {
          const { answered, abandoned } = ledgers[name];
          const rate = answered === 0 ? 0 : abandoned / answered;
          const over = rate * 1e6 > maxPpm;
          return (
            <div className="flex items-center justify-between gap-2" key={name}>
              <dt className="flex items-center gap-2 text-muted">
                {t(name, { days: ledgers.windowDays })}
                {ledgers.binding === name ? <Badge tone="accent">{t("binds")}</Badge> : null}
              </dt>
              <dd className={over ? "tabular font-medium text-danger" : "tabular font-medium"}>
                {answered === 0 ? "—" : percent(rate)}{" "}
                <span className="text-xs font-normal text-muted">
                  {t("of", { abandoned: format.number(abandoned), answered: format.number(answered) })}
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
