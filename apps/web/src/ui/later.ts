"use client";
import { type ComponentType, useEffect, useSyncExternalStore } from "react";

/** So long after a page has come, what it may need next is fetched ahead. */
const AHEAD_MS = 1_000;

/** A component whose code comes after the page's own; `useLater` hands it out. */
export interface Later<P> {
  /** Null until its code is there. */
  get(): ComponentType<P> | null;
  ask(): void;
  watch(tell: () => void): () => void;
}

/** Has the code fetched while the browser has nothing to do, or at once when it is to be shown sooner. */
export function later<P>(load: () => Promise<{ readonly default: ComponentType<P> }>): Later<P> {
  let loaded: ComponentType<P> | null = null;
  let isAsked = false;
  const watchers = new Set<() => void>();
  const ask = (): void => {
    if (isAsked) return;
    isAsked = true;
    load().then(
      (module) => {
        loaded = module.default;
        for (const tell of watchers) tell();
      },
      () => {
        // Without a connection; the next time that it is to be shown asks again.
        isAsked = false;
      },
    );
  };
  if (typeof window !== "undefined") whenIdle(ask);
  return {
    get: () => loaded,
    ask,
    watch: (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
  };
}

/**
 * The component, or null while it is not wanted or its code is on its way. Once there it is painted in the same breath:
 * keys typed right after a click meet it, which React's `lazy` does not promise.
 */
export function useLater<P>(part: Later<P>, wanted = true): ComponentType<P> | null {
  const component = useSyncExternalStore(part.watch, part.get, () => null);
  useEffect(() => {
    if (wanted && !component) part.ask();
  });
  return wanted ? component : null;
}

function whenIdle(work: () => void): void {
  const wait = (): void => {
    setTimeout(() => {
      // Safari has it since version 26.
      if ("requestIdleCallback" in window) requestIdleCallback(work);
      else work();
    }, AHEAD_MS);
  };
  if (document.readyState === "complete") wait();
  else window.addEventListener("load", wait, { once: true });
}
