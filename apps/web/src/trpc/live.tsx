"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { useTRPC } from "./client.tsx";
import { type LiveEvent, queriesOf } from "./live-map.ts";

type Listener = (event: LiveEvent) => void;
export type LiveState = "connecting" | "live" | "lost";

interface Live {
  readonly state: LiveState;
  listen(listener: Listener): () => void;
}

const LiveContext = createContext<Live | null>(null);

/** Waits a little, so that a burst of events asks once; the first of a quiet time asks almost at once. */
const GATHER_MS = 250;

function createInvalidator(queryClient: QueryClient): (event: LiveEvent) => void {
  const waiting = new Set<string>();
  let asked = false;
  return (event) => {
    for (const path of queriesOf(event.type)) waiting.add(path);
    if (asked) return;
    asked = true;
    setTimeout(() => {
      asked = false;
      const paths = [...waiting].map((path) => path.split("."));
      waiting.clear();
      void queryClient.invalidateQueries({
        predicate: ({ queryKey }) => {
          const key: unknown = queryKey[0];
          return Array.isArray(key) && paths.some((path) => path.every((step, index) => key[index] === step));
        },
      });
    }, GATHER_MS);
  };
}

/**
 * One event stream for the tab. Each event marks the queries that it concerns as stale (live-map.ts); after a lost
 * connection everything is asked again, since events are never kept for anybody.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const listeners = useRef(new Set<Listener>());
  const [invalidate] = useState(() => createInvalidator(queryClient));
  const [state, setState] = useState<LiveState>("connecting");
  const wasLost = useRef(false);
  const resubscribe = useRef(() => {});

  const { reset } = useSubscription(
    trpc.live.events.subscriptionOptions(undefined, {
      onStarted: () => {
        setState("live");
        if (wasLost.current) void queryClient.invalidateQueries();
        wasLost.current = false;
      },
      onConnectionStateChange: (change) => {
        // The server ended it: whose stream this was is signed out, or may see something else now. Ask who it is.
        if (change.state === "idle") {
          wasLost.current = true;
          void queryClient.invalidateQueries();
          resubscribe.current();
        }
        if (change.state !== "connecting" || !change.error) return;
        wasLost.current = true;
        setState("lost");
      },
      onError: () => setState("lost"),
      onData: (event) => {
        invalidate(event);
        for (const listener of listeners.current) listener(event);
      },
    }),
  );
  resubscribe.current = reset;
  const live = useMemo<Live>(
    () => ({
      state,
      listen: (listener) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
    }),
    [state],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

function useLiveContext(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("Live events are used outside of LiveProvider");
  return live;
}

/** Whether the stream is up, for a mark in the shell. */
export function useLiveState(): LiveState {
  return useLiveContext().state;
}

/** Calls `handler` with each event of one type, e.g. for the screen pop. Queries renew themselves without it. */
export function useLiveEvent<T extends LiveEvent["type"]>(
  type: T,
  handler: (event: Extract<LiveEvent, { type: T }>) => void,
): void {
  const { listen } = useLiveContext();
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(
    () =>
      listen((event) => {
        if (isOf(event, type)) latest.current(event);
      }),
    [listen, type],
  );
}

function isOf<T extends LiveEvent["type"]>(event: LiveEvent, type: T): event is Extract<LiveEvent, { type: T }> {
  return event.type === type;
}
