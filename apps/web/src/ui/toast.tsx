"use client";
import { Toaster as Sonner, toast } from "sonner";

/** Where short notes of success and failure appear; read out politely. */
export function Toaster({ theme }: { theme: "light" | "dark" | "system" }) {
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

export { toast };
