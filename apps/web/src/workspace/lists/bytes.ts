"use client";
import { useFormatter } from "next-intl";
import { useCallback } from "react";

/** A size in the reader's way of writing numbers: 12 B, 3.4 KB, 81 MB, 2 GB. */
export function useBytes(): (bytes: number) => string {
  const format = useFormatter();
  return useCallback(
    (bytes) => {
      if (bytes < 1000) return `${format.number(bytes)} B`;
      const [value, unit]: [number, string] =
        bytes < 1_000_000
          ? [bytes / 1000, "KB"]
          : bytes < 1_000_000_000
            ? [bytes / 1_000_000, "MB"]
            : [bytes / 1_000_000_000, "GB"];
      return `${format.number(value, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
    },
    [format],
  );
}
