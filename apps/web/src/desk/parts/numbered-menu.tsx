"use client";
import { Slot } from "radix-ui";
import { type ReactElement, useState } from "react";
import { later, useLater } from "~/ui/later.ts";

export interface NumberedMenuProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly labels: readonly string[];
  /** Which of the labels was chosen, counted from 0. */
  readonly onChoose: (index: number) => void;
  /** Wide enough for its longest label. */
  readonly className: string;
}

const menuCode = later(() => import("./numbered-menu-shown.tsx"));

/** A few reasons below a button; a number chooses while it is open. Its code comes after the desk's own. */
export function NumberedMenu(props: NumberedMenuProps) {
  const { open, onOpenChange, trigger } = props;
  const [wasOpen, setWasOpen] = useState(open);
  if (open && !wasOpen) setWasOpen(true);
  const Menu = useLater(menuCode, wasOpen);
  if (Menu) return <Menu {...props} />;
  return (
    <Slot.Root aria-haspopup="menu" aria-expanded={false} onClick={() => onOpenChange(true)}>
      {trigger}
    </Slot.Root>
  );
}
