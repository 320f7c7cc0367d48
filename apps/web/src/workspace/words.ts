"use client";
import { useCallback } from "react";
import { useTextOf } from "~/i18n/enum-label.ts";

/** A word of the workspace's catalogue for a value that the data brings; an unknown value is shown as it is. */
export function useWord(): (group: string, value: string) => string {
  const textOf = useTextOf();
  return useCallback((group, value) => textOf(`workspace.${group}.${value}`) ?? value, [textOf]);
}
