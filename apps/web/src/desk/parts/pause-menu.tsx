"use client";
import { PAUSE_REASONS, type PauseReason } from "@callbay/domain/duty-machine";
import { Coffee } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "~/ui/button.tsx";
import { Key } from "./key.tsx";
import { NumberedMenu } from "./numbered-menu.tsx";

interface PauseMenuProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly disabled: boolean;
  readonly onPause: (reason: PauseReason) => void;
}

/** The reasons of a pause. */
export function PauseMenu({ open, onOpenChange, disabled, onPause }: PauseMenuProps) {
  const t = useTranslations("desk");
  return (
    <NumberedMenu
      open={open}
      onOpenChange={onOpenChange}
      className="min-w-52"
      trigger={
        <Button disabled={disabled} icon={<Coffee aria-hidden />}>
          {t("strip.pause")} <Key>P</Key>
        </Button>
      }
      labels={PAUSE_REASONS.map((reason) => t(`pauseReason.${reason}`))}
      onChoose={(index) => {
        const reason = PAUSE_REASONS[index];
        if (reason) onPause(reason);
      }}
    />
  );
}
