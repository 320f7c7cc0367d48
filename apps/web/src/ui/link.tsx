"use client";
// biome-ignore lint/style/noRestrictedImports: the one place that wraps it
import NextLink from "next/link";
import { type ComponentProps, useState } from "react";

/**
 * Next's link, which fetches its page ahead once somebody points at it or reaches it by key. In view alone is no reason:
 * the navigation and a full table are seventy links, and each was two requests of every page that was opened.
 */
export function Link({ onPointerEnter, onFocus, ...props }: Omit<ComponentProps<typeof NextLink>, "prefetch">) {
  const [isMeant, setIsMeant] = useState(false);
  return (
    <NextLink
      {...props}
      prefetch={isMeant ? null : false}
      onPointerEnter={(event) => {
        setIsMeant(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setIsMeant(true);
        onFocus?.(event);
      }}
    />
  );
}
