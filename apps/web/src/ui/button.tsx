import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";

export type ButtonTone = "primary" | "secondary" | "ghost" | "danger" | "ok";
export type ButtonSize = "sm" | "md" | "lg";

const TONES: Record<ButtonTone, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong border border-transparent",
  secondary: "bg-raised text-ink border border-line-strong hover:bg-hover",
  ghost: "text-ink border border-transparent hover:bg-hover",
  danger: "bg-danger-solid text-on-danger border border-transparent hover:brightness-110",
  ok: "bg-ok text-on-accent border border-transparent hover:brightness-110",
};
const SIZES: Record<ButtonSize, string> = {
  sm: "h-7 px-2.5 text-xs gap-1.5",
  md: "h-8 px-3 text-sm gap-1.5",
  lg: "h-10 px-4 text-base gap-2",
};

export interface ButtonProps extends ComponentProps<"button"> {
  readonly tone?: ButtonTone;
  readonly size?: ButtonSize;
  /** Shows a spinner in the icon's place and takes no second click; the width stays. */
  readonly busy?: boolean;
  readonly icon?: ReactNode;
  /** Gives the look to its one child, e.g. a link. */
  readonly asChild?: boolean;
}

const BASE =
  "inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap select-none " +
  "transition-colors duration-75 disabled:opacity-55 disabled:pointer-events-none aria-disabled:opacity-55";

export function Button({ tone = "secondary", size = "md", busy, icon, asChild, children, ...props }: ButtonProps) {
  const className = cx(BASE, TONES[tone], SIZES[size], "[&_svg]:size-4 [&_svg]:shrink-0", props.className);
  if (asChild)
    return (
      <Slot.Root {...props} className={className}>
        {icon}
        <Slot.Slottable>{children}</Slot.Slottable>
      </Slot.Root>
    );
  return (
    <button
      type="button"
      {...props}
      className={className}
      aria-busy={busy || undefined}
      disabled={props.disabled || busy}
    >
      {busy ? <LoaderCircle aria-hidden className="animate-spin" /> : icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  /** Said by screen readers and shown as the tooltip of the browser. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly tone?: ButtonTone;
  readonly size?: ButtonSize;
}

export function IconButton({ label, icon, tone = "ghost", size = "md", ...props }: IconButtonProps) {
  const square = { sm: "size-7", md: "size-8", lg: "size-10" }[size];
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...props}
      className={cx(BASE, TONES[tone], square, "text-muted hover:text-ink [&_svg]:size-4", props.className)}
    >
      {icon}
    </button>
  );
}
