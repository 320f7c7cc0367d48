"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { DropdownMenu as Menu, Dialog as Radix, Tooltip as RadixTooltip } from "radix-ui";
import { type FormEvent, type ReactNode, useCallback, useState } from "react";
import { Button, type ButtonTone } from "./button.tsx";
import { cx } from "./cx.ts";

interface PanelProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  /** Said under the title, and to screen readers as the dialog's description. */
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly footer?: ReactNode;
  /** Given: the panel is a form, and a submit button of the footer sends it. */
  readonly onSubmit?: () => void;
}

function PanelBody({ title, description, children, footer, onSubmit }: Omit<PanelProps, "open" | "onOpenChange">) {
  const t = useTranslations("common");
  const body = (
    <>
      <div className="flex items-start gap-4 px-5 pt-4 pb-3">
        <div className="min-w-0 flex-1">
          <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
          {description ? (
            <Radix.Description className="mt-0.5 text-sm text-muted">{description}</Radix.Description>
          ) : null}
        </div>
        <Radix.Close
          className="-mr-1.5 grid size-7 place-items-center rounded-md text-faint hover:bg-hover hover:text-ink"
          aria-label={t("close")}
        >
          <X aria-hidden className="size-4" />
        </Radix.Close>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div data-panel-body tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-5 pb-5 -outline-offset-2">
        {children}
      </div>
      {footer ? <div className="flex items-center justify-end gap-2 border-t px-5 py-3">{footer}</div> : null}
    </>
  );
  if (!onSubmit) return body;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    onSubmit();
  };
  return (
    <form noValidate onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
      {body}
    </form>
  );
}

/** A form begins in its first field, not on its cross. */
function focusFirstField(event: Event): void {
  const panel = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
  const field = panel?.querySelector<HTMLElement>(
    "[data-panel-body] :is(input, textarea, [role=combobox]):not(:disabled, [readonly])",
  );
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/**
 * Focus goes back to where it was when the panel opened: these panels are opened by state and have no trigger of their
 * own, and the keyboard was left on the page's body. Taken while rendering: a field with autoFocus has it afterwards.
 */
function useFocusReturn(open: boolean): (event: Event) => void {
  const [seen, setSeen] = useState<{ readonly open: boolean; readonly from: Element | null }>({
    open: false,
    from: null,
  });
  if (open !== seen.open)
    setSeen({ open, from: open && typeof document !== "undefined" ? document.activeElement : seen.from });
  const { from } = seen;
  return useCallback(
    (event) => {
      event.preventDefault();
      if (from instanceof HTMLElement && from.isConnected) from.focus();
    },
    [from],
  );
}

export interface DialogProps extends PanelProps {
  readonly size?: "sm" | "md" | "lg";
}

/** A question or a short form over the page. */
export function Dialog({ open, onOpenChange, size = "md", ...body }: DialogProps) {
  const width = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-3xl" }[size];
  const returnFocus = useFocusReturn(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-[rgb(8_12_16/0.45)]" />
        <Radix.Content
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={returnFocus}
          {...(body.description ? {} : { "aria-describedby": undefined })}
          className={cx(
            "fixed top-[10vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col",
            "overflow-hidden rounded-xl border bg-surface shadow-pop focus:outline-none",
            width,
          )}
        >
          <PanelBody {...body} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A longer form or a detail at the right edge, with the page still in sight. */
export function Sheet({ open, onOpenChange, wide, ...body }: PanelProps & { readonly wide?: boolean }) {
  const returnFocus = useFocusReturn(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-[rgb(8_12_16/0.35)]" />
        <Radix.Content
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={returnFocus}
          {...(body.description ? {} : { "aria-describedby": undefined })}
          className={cx(
            "fixed inset-y-0 right-0 z-50 flex w-full animate-slide-in flex-col border-l bg-surface shadow-pop",
            "focus:outline-none",
            wide ? "max-w-3xl" : "max-w-lg",
          )}
        >
          <PanelBody {...body} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface ConfirmProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  /** What will happen, what is kept, whether it can be undone. */
  readonly description: ReactNode;
  readonly confirmText: string;
  readonly tone?: ButtonTone;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly children?: ReactNode;
}

export function ConfirmDialog({ confirmText, tone = "danger", busy, onConfirm, children, ...props }: ConfirmProps) {
  const t = useTranslations("common");
  return (
    <Dialog
      {...props}
      size="sm"
      onSubmit={onConfirm}
      footer={
        <>
          <Button onClick={() => props.onOpenChange(false)}>{t("cancel")}</Button>
          <Button type="submit" tone={tone} busy={busy ?? false}>
            {confirmText}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}

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
  readonly trigger: ReactNode;
  /** Groups are parted by a line. */
  readonly groups: readonly (readonly MenuItem[])[];
  readonly header?: ReactNode;
  readonly align?: "start" | "end";
  readonly side?: "top" | "bottom" | "right";
}

export function DropdownMenu({ trigger, groups, header, align = "end", side = "bottom" }: DropdownMenuProps) {
  const shown = groups.filter((group) => group.length > 0);
  return (
    <Menu.Root modal={false}>
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

/** A few words on what a control does; never the only place of something that must be known. */
export function Tooltip({
  text,
  children,
  side = "top",
}: {
  text: ReactNode;
  children: ReactNode;
  side?: "top" | "right" | "bottom";
}) {
  return (
    <RadixTooltip.Root delayDuration={250}>
      <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
      <RadixTooltip.Portal>
        <RadixTooltip.Content
          side={side}
          sideOffset={5}
          className="z-50 max-w-72 animate-pop-in rounded-md bg-ink px-2 py-1 text-xs text-surface shadow-pop"
        >
          {text}
        </RadixTooltip.Content>
      </RadixTooltip.Portal>
    </RadixTooltip.Root>
  );
}

export const TooltipProvider = RadixTooltip.Provider;
