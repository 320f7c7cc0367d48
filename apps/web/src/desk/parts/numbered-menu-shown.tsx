"use client";
import { DropdownMenu as Menu } from "radix-ui";
import { cx } from "~/ui/cx.ts";
import { Key } from "./key.tsx";
import type { NumberedMenuProps } from "./numbered-menu.tsx";

/** The menu from its first opening on; numbered-menu.tsx shows it. */
export default function ShownNumberedMenu(props: NumberedMenuProps) {
  const { open, onOpenChange, trigger, labels, onChoose, className } = props;
  return (
    <Menu.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Menu.Trigger asChild>{trigger}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Content
          align="start"
          sideOffset={4}
          // Back to the page, not to the button: Enter is the desk's.
          onCloseAutoFocus={(event) => event.preventDefault()}
          onKeyDown={(event) => {
            const index = Number(event.key) - 1;
            if (labels[index] === undefined) return;
            event.preventDefault();
            event.stopPropagation();
            onOpenChange(false);
            onChoose(index);
          }}
          className={cx("z-50 animate-pop-in rounded-lg border bg-raised p-1 shadow-pop", className)}
        >
          {labels.map((label, index) => (
            <Menu.Item
              key={label}
              onSelect={() => onChoose(index)}
              className="flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm select-none data-highlighted:bg-hover data-highlighted:outline-none"
            >
              <Key>{index + 1}</Key>
              {label}
            </Menu.Item>
          ))}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
