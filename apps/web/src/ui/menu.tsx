"use client";
import { Slot } from "radix-ui";
import { type KeyboardEvent, type ReactElement, type ReactNode, useState } from "react";
import { later, useLater } from "./later.ts";

export interface MenuItem {
  readonly key: string;
  readonly label: ReactNode;
  readonly icon?: ReactNode;
  readonly onSelect?: () => void;
  readonly href?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly checked?: boolean;
}

export interface DropdownMenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** Groups are parted by a line. */
  readonly groups: readonly (readonly MenuItem[])[];
  readonly header?: ReactNode;
  readonly align?: "start" | "end";
  readonly side?: "top" | "bottom" | "right";
}

/** No page shows one before somebody asked for it. */
const menuCode = later(() => import("./menu-shown.tsx"));

/** What can be done with a thing, below its button. */
export function DropdownMenu(props: DropdownMenuProps) {
  const [wanted, setWanted] = useState(false);
  const Menu = useLater(menuCode, wanted);
  if (Menu) return <Menu {...props} />;
  const open = (): void => setWanted(true);
  return (
    <Slot.Root
      aria-haspopup="menu"
      aria-expanded={false}
      data-state="closed"
      onClick={open}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "ArrowDown") return;
        event.preventDefault();
        open();
      }}
    >
      {props.trigger}
    </Slot.Root>
  );
}
