"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useState } from "react";
import { Button, type ButtonTone } from "./button.tsx";
import { later, useLater } from "./later.ts";

export interface PanelProps {
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

export interface PanelLook {
  readonly shape: "sm" | "md" | "lg" | "sheet" | "wideSheet";
  /** Puts the focus back where it was. */
  readonly returnFocus: (event: Event) => void;
}

/** No page shows one before somebody asked for it. */
const panelCode = later(() => import("./panel.tsx"));

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
    (event: Event) => {
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
export function Dialog({ size = "md", ...panel }: DialogProps) {
  const returnFocus = useFocusReturn(panel.open);
  return <Opened {...panel} shape={size} returnFocus={returnFocus} />;
}

/** A longer form or a detail at the right edge, with the page still in sight. */
export function Sheet({ wide, ...panel }: PanelProps & { readonly wide?: boolean }) {
  const returnFocus = useFocusReturn(panel.open);
  return <Opened {...panel} shape={wide ? "wideSheet" : "sheet"} returnFocus={returnFocus} />;
}

/** Nothing until it is opened for the first time; from then on the panel closes by itself. */
function Opened(panel: PanelProps & PanelLook) {
  const [wanted, setWanted] = useState(panel.open);
  if (panel.open && !wanted) setWanted(true);
  const Panel = useLater(panelCode, wanted);
  return Panel ? <Panel {...panel} /> : null;
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
