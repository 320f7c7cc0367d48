"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MessageSquare } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { DateTime } from "~/ui/format.tsx";

/** Events can be lost; this finds what they would have told. */
const SAFETY_MS = 30_000;

/**
 * What a team leader wrote, at the foot of the work column, one at a time. It lies over the list of earlier calls, so
 * that nothing moves under the agent's eyes or hands; no sound, no focus taken.
 */
export function DeskMessages() {
  const t = useTranslations("desk.messages");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const waiting = useQuery(
    trpc.duty.messages.queryOptions(undefined, { refetchInterval: SAFETY_MS, meta: { quiet: true } }),
  );
  const mark = useMutation(
    trpc.duty.markMessage.mutationOptions({
      meta: { quiet: true },
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.duty.messages.queryKey() }),
    }),
  );
  const [first, ...rest] = waiting.data ?? [];
  // Seen is what stood on a screen that somebody could look at.
  const seen = useRef(new Set<string>());
  const unread = first && first.readAt === null ? first.messageId : null;
  const { mutate } = mark;
  useEffect(() => {
    if (!unread) return;
    const tell = (): void => {
      if (document.visibilityState !== "visible" || seen.current.has(unread)) return;
      seen.current.add(unread);
      mutate({ messageId: unread, acknowledge: false });
    };
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [unread, mutate]);
  return (
    <div aria-live="polite" data-testid="desk-messages" className="absolute inset-x-2 bottom-2 z-10">
      {first ? (
        <section
          aria-label={t("from", { name: first.by })}
          className={cx("rounded-lg border bg-raised p-3 shadow-pop", first.important && "border-warn")}
        >
          <p className="flex items-center gap-1.5 text-xs text-muted">
            <MessageSquare aria-hidden className={cx("size-3.5 shrink-0", first.important && "text-warn")} />
            <span className="truncate font-medium">{t("from", { name: first.by })}</span>
            <span className="ml-auto shrink-0">
              <DateTime at={first.createdAt} style="time" />
            </span>
          </p>
          <p className="mt-1.5 max-h-40 overflow-y-auto text-sm break-words whitespace-pre-wrap">{first.body}</p>
          <div className="mt-2 flex items-center justify-between">
            <span className="text-xs text-muted">{rest.length > 0 ? t("more", { count: rest.length }) : ""}</span>
            <Button
              size="sm"
              tone={first.important ? "primary" : "secondary"}
              busy={mark.isPending && mark.variables?.acknowledge === true}
              onClick={() => mutate({ messageId: first.messageId, acknowledge: true })}
            >
              {t(first.important ? "understood" : "putAway")}
            </Button>
          </div>
        </section>
      ) : null}
    </div>
  );
}
