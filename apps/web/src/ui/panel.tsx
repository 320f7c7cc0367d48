"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import type { FormEvent } from "react";
import { cx } from "./cx.ts";
import type { PanelLook, PanelProps } from "./overlay.tsx";

const DIALOG =
  "top-[10vh] left-1/2 max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 animate-fade-in overflow-hidden rounded-xl border";
const SHEET = "inset-y-0 right-0 w-full animate-slide-in border-l";
const SHAPES: Readonly<Record<PanelLook["shape"], string>> = {
  sm: `${DIALOG} max-w-md`,
  md: `${DIALOG} max-w-xl`,
  lg: `${DIALOG} max-w-3xl`,
  sheet: `${SHEET} max-w-lg`,
  wideSheet: `${SHEET} max-w-3xl`,
};

/** What a dialog and a sheet are made of; overlay.tsx shows it. */
export default function Panel({ open, onOpenChange, shape, returnFocus, ...body }: PanelProps & PanelLook) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-[rgb(8_12_16/0.4)]" />
        <Radix.Content
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={returnFocus}
          {...(body.description ? {} : { "aria-describedby": undefined })}
          className={cx("fixed z-50 flex flex-col bg-surface shadow-pop focus:outline-none", SHAPES[shape])}
        >
          <PanelBody {...body} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
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
