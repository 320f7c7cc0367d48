"use client";
import { Phone, SkipForward } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Select } from "~/ui/select.tsx";
import type { CurrentDuty, DeskCall } from "../hooks/use-duty.ts";
import type { DialRefusal } from "../hooks/use-refusal.ts";
import { ContactCard } from "./contact-card.tsx";
import { Key } from "./key.tsx";
import { NumberedMenu } from "./numbered-menu.tsx";
import { RefusalLine } from "./refusal-line.tsx";
import { Script } from "./script.tsx";
import { Countdown } from "./timer.tsx";

export type Preview = NonNullable<CurrentDuty["preview"]>;
export type SkipReason = "not_now" | "wrong_time" | "not_fitting" | "other";

/** What each reason means for when the contact is offered again, in minutes. */
export const SKIPS: readonly (readonly [reason: SkipReason, afterMinutes: number])[] = [
  ["not_now", 60],
  ["wrong_time", 240],
  ["not_fitting", 1_440],
  ["other", 60],
];

interface PreviewStageProps {
  readonly preview: Preview;
  readonly isBusy: boolean;
  readonly refusal: DialRefusal | null;
  readonly skipOpen: boolean;
  readonly onSkipOpen: (open: boolean) => void;
  readonly pointId: string | null;
  readonly onPoint: (contactPointId: string) => void;
  readonly onDial: () => void;
  readonly onSkip: (reason: SkipReason, afterMinutes: number) => void;
}

/** A contact before it is called: who it is, what to say, and two ways on. */
export function PreviewStage({ preview, isBusy, refusal, skipOpen, ...on }: PreviewStageProps) {
  const t = useTranslations("desk.preview");
  const { points } = preview;
  const { onSkipOpen, onSkip } = on;
  return (
    <>
      <ContactCard call={asCall(preview)} />
      <div data-testid="preview-bar" className="flex flex-col gap-1.5 border-b bg-surface px-6 py-3">
        <div className="flex items-center gap-2">
          <Button
            tone="primary"
            size="lg"
            icon={<Phone aria-hidden />}
            busy={isBusy}
            data-testid="preview-dial"
            onClick={on.onDial}
          >
            {t("dial")} <Key onTone>↵</Key>
          </Button>
          <NumberedMenu
            open={skipOpen}
            onOpenChange={onSkipOpen}
            className="min-w-64"
            trigger={
              <Button size="lg" icon={<SkipForward aria-hidden />} disabled={isBusy} data-testid="preview-skip">
                {t("skip")} <Key>S</Key>
              </Button>
            }
            labels={SKIPS.map(([reason]) => t(`reason.${reason}`))}
            onChoose={(index) => {
              const chosen = SKIPS[index];
              if (chosen) onSkip(...chosen);
            }}
          />
          {points.length > 1 ? (
            <Select
              aria-label={t("number")}
              value={on.pointId ?? points[0]?.id ?? ""}
              onChange={on.onPoint}
              options={points.map(({ id, phone }) => ({ value: id, label: phone }))}
              className="w-44"
            />
          ) : null}
          <p className="ml-auto text-right text-xs text-muted">
            {preview.promisedFor ? (
              <span className="block font-medium text-accent">
                {t("promised")} <DateTime at={preview.promisedFor} />
              </span>
            ) : null}
            <span>
              {t("left")} <Countdown until={preview.expiresAt} label={t("leftLabel")} className="tabular" />
            </span>
          </p>
        </div>
        <RefusalLine refusal={refusal} />
      </div>
      <Script pages={preview.script} />
    </>
  );
}

/** The contact in the form of a call that has not begun. */
function asCall(preview: Preview): DeskCall {
  const [first] = preview.points;
  const phone = first?.phone ?? "";
  return {
    callId: "",
    campaign: preview.campaign,
    contact: { ...preview.contact, phone },
    phone,
    timezone: first?.timezone || null,
    country: first?.country ?? null,
    script: preview.script,
    dispositions: [],
    order: null,
    joinedAt: null,
    endedAt: null,
    talkMs: 0,
    note: "",
    held: false,
    muted: false,
    recording: false,
    kind: null,
    detection: null,
    doNotCall: false,
    transfer: null,
    isOwn: true,
    state: "ended",
    history: preview.history,
  };
}
