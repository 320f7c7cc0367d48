"use client";
import { useEffect } from "react";
import { Toaster as Sonner } from "sonner";

export interface ToasterProps {
  readonly theme: "light" | "dark" | "system";
  /** It is on the page and shows what it is told from now on. */
  readonly onReady: () => void;
}

/** Where short notes appear; toast.tsx puts it on the page with the first of them. */
export default function ShownToaster({ theme, onReady }: ToasterProps) {
  useEffect(onReady, [onReady]);
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      gap={8}
      style={{ fontFamily: "inherit" }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-90 items-start gap-2.5 rounded-lg border bg-raised px-3.5 py-3 text-sm text-ink shadow-pop [&_svg]:size-4",
          title: "font-medium",
          description: "text-muted",
          error: "border-danger/50 [&_[data-icon]]:text-danger",
          success: "[&_[data-icon]]:text-ok",
          icon: "mt-0.5 shrink-0",
        },
      }}
    />
  );
}
