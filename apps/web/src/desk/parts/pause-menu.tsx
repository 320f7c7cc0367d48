"use client";
import { PAUSE_REASONS, type PauseReason } from "@callbay/domain/duty-machine";
import { Coffee } from "lucide-react";
import { useTranslations } from "next-intl";
import { DropdownMenu as Menu } from "radix-ui";
import type { KeyboardEvent } from "react";
import { Button } from "~/ui/button.tsx";
import { Key } from "./key.tsx";

interface PauseMenuProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly disabled: boolean;
  readonly onPause: (reason: PauseReason) => void;
}

/** The reasons of a pause; a number chooses while it is open. */
export function PauseMenu({ open, onOpenChange, disabled, onPause }: PauseMenuProps) {
  const t = useTranslations("desk");
  const onKeyDown = (event: KeyboardEvent): void => {
    const reason = PAUSE_REASONS[Number(event.key) - 1];
    if (!reason) return;
    event.preventDefault();
    event.stopPropagation();
    onOpenChange(false);
    onPause(reason);
  };
  return (
    <Menu.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Menu.Trigger asChild>
        <Button disabled={disabled} icon={<Coffee aria-hidden />}>
          {t("strip.pause")} <Key>P</Key>
        </Button>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content
          align="start"
          sideOffset={4}
          // Back to the page, not to this button: Enter is the desk's.
          onCloseAutoFocus={(event) => event.preventDefault()}
          onKeyDown={onKeyDown}
          className="z-50 min-w-52 animate-pop-in rounded-lg border bg-raised p-1 shadow-pop"
        >
          {PAUSE_REASONS.map((reason, index) => (
            <Menu.Item
              key={reason}
              onSelect={() => onPause(reason)}
              className="flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm select-none data-highlighted:bg-hover data-highlighted:outline-none"
            >
              <Key>{index + 1}</Key>
              {t(`pauseReason.${reason}`)}
            </Menu.Item>
          ))}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
