"use client";
import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { type SelectProps, selectLook } from "./select.tsx";

/** The control from the first opening of its list on; select.tsx shows it. */
export default function ShownSelect({
  value,
  onChange,
  options,
  placeholder,
  disabled,
  className,
  size,
  ...aria
}: Omit<SelectProps<string>, "onChange"> & { readonly onChange: (value: string) => void }) {
  return (
    <Radix.Root defaultOpen value={value} onValueChange={onChange} disabled={disabled}>
      <Radix.Trigger {...aria} className={selectLook(size, className)}>
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className={
            "z-50 max-h-80 min-w-(--radix-select-trigger-width) animate-pop-in overflow-hidden rounded-lg border " +
            "bg-raised shadow-pop"
          }
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className={
                  "relative flex items-center gap-2 rounded-md py-1.5 pr-8 pl-2.5 text-sm select-none " +
                  "data-highlighted:bg-hover data-highlighted:outline-none data-disabled:opacity-50"
                }
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.hint ? <span className="text-xs text-faint">{option.hint}</span> : null}
                <Radix.ItemIndicator className="absolute right-2 text-accent">
                  <Check aria-hidden className="size-4" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
