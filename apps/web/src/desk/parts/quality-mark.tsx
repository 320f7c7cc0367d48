"use client";
import { useTranslations } from "next-intl";
import { cx } from "~/ui/cx.ts";
import { Tooltip } from "~/ui/tooltip.tsx";
import { useQuality } from "../hooks/use-softphone.ts";
import type { QualityLevel } from "../softphone/quality.ts";
import type { Softphone } from "../softphone/softphone.ts";
import type { PhoneStatus } from "../softphone/types.ts";

type Shown = QualityLevel | "off" | "connecting" | "reconnecting";

const BARS: Record<Shown, number> = {
  off: 0,
  connecting: 1,
  reconnecting: 1,
  none: 2,
  idle: 3,
  good: 3,
  fair: 2,
  poor: 1,
  silent: 0,
};
const COLOUR: Record<Shown, string> = {
  off: "bg-neutral-solid",
  connecting: "bg-accent",
  reconnecting: "bg-warn-solid",
  none: "bg-neutral-solid",
  idle: "bg-ok-solid",
  good: "bg-ok-solid",
  fair: "bg-warn-solid",
  poor: "bg-danger-solid",
  silent: "bg-danger-solid",
};

function shownOf(status: PhoneStatus, level: QualityLevel): Shown {
  if (status.name === "inCall") return level;
  if (status.name === "reconnecting") return "reconnecting";
  return status.name === "connecting" || status.name === "registered" ? "connecting" : "off";
}

/** How the line is, with its counters as data attributes: journeys and support read them there. */
export function QualityMark({ phone, status }: { phone: Softphone | null; status: PhoneStatus }) {
  const t = useTranslations("desk.quality");
  const quality = useQuality(phone);
  const shown = shownOf(status, quality.level);
  const detail = t("detail", {
    loss: quality.lossPercent,
    jitter: quality.jitterMs,
    roundTrip: quality.roundTripMs ?? "–",
  });
  return (
    <Tooltip text={status.name === "inCall" ? detail : t(shown)} side="bottom">
      <button
        type="button"
        data-testid="line-quality"
        data-phone={status.name}
        data-level={quality.level}
        data-packets-sent={quality.packetsSent}
        data-packets-received={quality.packetsReceived}
        aria-label={`${t("label")}: ${t(shown)}`}
        className="flex h-8 items-center gap-2 rounded-md px-2 text-sm text-muted hover:bg-hover"
      >
        <span aria-hidden className="flex h-3.5 items-end gap-0.5">
          {[1, 2, 3].map((bar) => (
            <span
              key={bar}
              className={cx(
                "w-1 rounded-[1px]",
                bar === 1 ? "h-1.5" : bar === 2 ? "h-2.5" : "h-3.5",
                bar <= BARS[shown] ? COLOUR[shown] : "bg-line-strong",
              )}
            />
          ))}
        </span>
        <span className="min-w-18 text-left">{t(shown)}</span>
      </button>
    </Tooltip>
  );
}
