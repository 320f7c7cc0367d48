"use client";
import { DropdownMenu as Menu } from "radix-ui";
import { cx } from "./cx.ts";
import type { DropdownMenuProps } from "./menu.tsx";

/** The menu from its first opening on; menu.tsx shows it. */
export default function ShownMenu({ trigger, groups, header, align = "end", side = "bottom" }: DropdownMenuProps) {
  const shown = groups.filter((group) => group.length > 0);
  return (
    <Menu.Root modal={false} defaultOpen>
      <Menu.Trigger asChild>{trigger}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Content
          align={align}
          side={side}
          sideOffset={4}
          className="z-50 min-w-48 animate-pop-in rounded-lg border bg-raised p-1 shadow-pop"
        >
          {header ? <div className="px-2.5 py-2">{header}</div> : null}
          {shown.map((group, index) => (
            <Menu.Group key={group[0]?.key} className={index > 0 || header ? "mt-1 border-t pt-1" : ""}>
              {group.map((item) => (
                <Menu.Item
                  key={item.key}
                  disabled={item.disabled}
                  onSelect={() => item.onSelect?.()}
                  asChild={item.href !== undefined}
                  className={cx(
                    "flex items-center gap-2 rounded-md px-2.5 py-1.5 text-sm select-none [&_svg]:size-4",
                    "data-highlighted:bg-hover data-highlighted:outline-none data-disabled:opacity-50",
                    item.danger ? "text-danger" : "text-ink [&_svg]:text-faint",
                  )}
                >
                  {item.href === undefined ? (
                    <>
                      {item.icon}
                      <span className="flex-1">{item.label}</span>
                      {item.checked ? <span aria-hidden>✓</span> : null}
                    </>
                  ) : (
                    <a href={item.href}>
                      {item.icon}
                      <span className="flex-1">{item.label}</span>
                    </a>
                  )}
                </Menu.Item>
              ))}
            </Menu.Group>
          ))}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
