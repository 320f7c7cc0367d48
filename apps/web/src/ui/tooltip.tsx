"use client";
import type { ReactNode } from "react";
import { later, useLater } from "./later.ts";

export interface TooltipProps {
  readonly text: ReactNode;
  readonly children: ReactNode;
  readonly side?: "top" | "right" | "bottom";
}

const shown = later<TooltipProps>(() => import("./tooltip-shown.tsx"));

/** A few words on what a control does; never the only place of something that must be known. */
export function Tooltip(props: TooltipProps) {
  const Shown = useLater(shown);
  return Shown ? <Shown {...props} /> : props.children;
}
