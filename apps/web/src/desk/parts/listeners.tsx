"use client";
import { useQuery } from "@tanstack/react-query";
import { Ear } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";

/** Events can be lost; this finds what they would have told. */
const SAFETY_MS = 20_000;

/** Who listens to the call in hand, as far as the workspace lets the agent know. It takes no room when there is none. */
export function Listeners({ callId }: { callId: string | null }) {
  const t = useTranslations("desk.listeners");
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.duty.listeners.queryOptions(undefined, {
      enabled: callId !== null,
      refetchInterval: SAFETY_MS,
      meta: { quiet: true },
    }),
  );
  const listeners = callId === null ? [] : (data ?? []).filter((one) => one.callId === callId);
  return (
    <p
      aria-live="polite"
      data-testid="listeners"
      className="flex h-5 items-center gap-1.5 overflow-hidden text-xs text-busy"
    >
      {listeners.length > 0 ? (
        <>
          <Ear aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{listeners.map(({ mode, name }) => t(mode, { name })).join(" · ")}</span>
        </>
      ) : null}
    </p>
  );
}
