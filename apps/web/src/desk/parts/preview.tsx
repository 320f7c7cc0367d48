"use client";
import { Phone, SkipForward } from "lucide-react";
import { useTranslations } from "next-intl";
import { DropdownMenu as Menu } from "radix-ui";
import { Button } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Select } from "~/ui/select.tsx";
import type { CurrentDuty, DeskCall } from "../hooks/use-duty.ts";
import type { DialRefusal } from "../hooks/use-refusal.ts";
import { ContactCard } from "./contact-card.tsx";
import { Key } from "./key.tsx";
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
          <Menu.Root open={skipOpen} onOpenChange={onSkipOpen} modal={false}>
            <Menu.Trigger asChild>
              <Button size="lg" icon={<SkipForward aria-hidden />} disabled={isBusy} data-testid="preview-skip">
                {t("skip")} <Key>S</Key>
              </Button>
            </Menu.Trigger>
            <Menu.Portal>
              <Menu.Content
                align="start"
                sideOffset={4}
                // Back to the page, not to this button: Enter calls, as the other button says.
                onCloseAutoFocus={(event) => event.preventDefault()}
                onKeyDown={(event) => {
                  const chosen = SKIPS[Number(event.key) - 1];
                  if (!chosen) return;
                  event.preventDefault();
                  event.stopPropagation();
                  onSkipOpen(false);
                  onSkip(...chosen);
                }}
                className="z-50 min-w-64 animate-pop-in rounded-lg border bg-raised p-1 shadow-pop"
              >
                {SKIPS.map(([reason, afterMinutes], index) => (
                  <Menu.Item
                    key={reason}
                    onSelect={() => onSkip(reason, afterMinutes)}
                    className="flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm select-none data-highlighted:bg-hover data-highlighted:outline-none"
                  >
                    <Key>{index + 1}</Key>
                    {t(`reason.${reason}`)}
                  </Menu.Item>
                ))}
              </Menu.Content>
            </Menu.Portal>
          </Menu.Root>
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
