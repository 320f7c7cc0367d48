"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Flag, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Charge } from "~/invoice/invoice-view.tsx";
import { type Usage, UsageTable, usageShapeOf } from "~/invoice/usage-table.tsx";
import { Player } from "~/recording/player.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { IconButton } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Paged } from "~/ui/paged.tsx";

interface BehindProps {
  readonly invoiceId: string;
  readonly charge: Charge;
  /** Null where nothing can be disputed any more. */
  readonly onDispute: ((usage: Usage) => void) | null;
}

/** The calls, days or hours that a line stands on; a call's recording is one click away, and so is its dispute. */
export function Behind({ invoiceId, charge, onDispute }: BehindProps) {
  const t = useTranslations("workspace.money");
  const may = useMay();
  const trpc = useTRPC();
  const [playing, setPlaying] = useState<Usage | null>(null);
  const usage = useInfiniteQuery(
    trpc.invoices.usage.infiniteQueryOptions(
      { invoiceId, chargeId: charge.id, limit: 100 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const actionOf = (row: Usage) => (
    <span className="flex justify-end gap-1">
      {row.recordingId && may("recording.play") ? (
        <IconButton size="sm" label={t("play")} icon={<Play aria-hidden />} onClick={() => setPlaying(row)} />
      ) : null}
      {onDispute ? (
        <IconButton size="sm" label={t("disputeCall")} icon={<Flag aria-hidden />} onClick={() => onDispute(row)} />
      ) : null}
    </span>
  );
  return (
    <Paged of={usage}>
      {(items, foot) => (
        <>
          <UsageTable
            items={items}
            shape={usageShapeOf(charge.componentType)}
            {...(may("call.read") ? { callHref: (id: string) => `/w/calls/${id}` } : {})}
            action={actionOf}
            footer={foot}
          />
          {playing?.recordingId ? (
            <Dialog
              open
              onOpenChange={(open) => !open && setPlaying(null)}
              title={t("recording")}
              description={
                <>
                  <DateTime at={playing.occurredAt} /> · {playing.maskedPhone} · {playing.agentName ?? "—"}
                </>
              }
            >
              <Player recordingId={playing.recordingId} durationMs={playing.talkMs} startsNow />
            </Dialog>
          ) : null}
        </>
      )}
    </Paged>
  );
}
