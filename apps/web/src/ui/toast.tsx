"use client";
import { lazy, Suspense, useSyncExternalStore } from "react";
import type { ExternalToast } from "sonner";
import type { ToasterProps } from "./toaster.tsx";

type Kind = "success" | "error" | "info";

// No page needs it before something was done on it, so its code comes with the first note.
const ShownToaster = lazy(() => import("./toaster.tsx"));
const watchers = new Set<() => void>();
let isWanted = false;
let isReady: () => void = () => {};
const ready = new Promise<void>((resolve) => {
  isReady = resolve;
});
const markReady = (): void => isReady();

/** Where short notes of success and failure appear; read out politely. */
export function Toaster({ theme }: Pick<ToasterProps, "theme">) {
  const wanted = useSyncExternalStore(
    (watch) => {
      watchers.add(watch);
      return () => watchers.delete(watch);
    },
    () => isWanted,
    () => false,
  );
  if (!wanted) return null;
  return (
    <Suspense>
      <ShownToaster theme={theme} onReady={markReady} />
    </Suspense>
  );
}

/** A short note that goes by itself. */
export const toast = {
  success: (text: string, options?: ExternalToast) => say("success", text, options),
  error: (text: string, options?: ExternalToast) => say("error", text, options),
  info: (text: string, options?: ExternalToast) => say("info", text, options),
};

function say(kind: Kind, text: string, options?: ExternalToast): void {
  isWanted = true;
  for (const watch of watchers) watch();
  void Promise.all([import("sonner"), ready]).then(([sonner]) => sonner.toast[kind](text, options));
}
