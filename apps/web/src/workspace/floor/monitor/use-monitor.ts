"use client";
import type { MonitorMode } from "@callbay/domain/monitor";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { Softphone } from "~/desk/softphone/softphone.ts";
import type { PhoneStatus } from "~/desk/softphone/types.ts";
import { useTextOf } from "~/i18n/enum-label.ts";
import { useMe } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { toast } from "~/ui/toast.tsx";

/** Whose call is listened to. */
export interface ListenedTo {
  readonly name: string;
  readonly callId: string;
}

interface Listening extends ListenedTo {
  readonly monitorId: string;
  readonly mode: MonitorMode;
}

/** An event may be lost with its connection; this finds what it would have told. */
const SAFETY_MS = 5_000;

/**
 * Listening from this page: its telephone, which goes with the page, and where the listening stands. Who only listens is
 * muted in the browser too, though the telephone system passes nothing on either.
 */
export function useMonitor() {
  const t = useTranslations("supervision.monitor");
  const textOf = useTextOf();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const me = useMe();
  const membershipId = me.workspace.kind === "tenant" ? me.workspace.membershipId : "";
  const phone = useRef<Softphone | null>(null);
  const [status, setStatus] = useState<PhoneStatus>({ name: "off" });
  const [current, setCurrent] = useState<Listening | null>(null);

  const hangUp = useCallback(() => {
    phone.current?.release();
    phone.current = null;
    setCurrent(null);
    setStatus({ name: "off" });
  }, []);
  useEffect(() => hangUp, [hangUp]);

  const start = useMutation(trpc.monitor.start.mutationOptions());
  const choose = useMutation(trpc.monitor.choose.mutationOptions());
  const leave = useMutation(trpc.monitor.leave.mutationOptions({ meta: { quiet: true } }));
  const state = useQuery(
    trpc.monitor.get.queryOptions(
      { monitorId: current?.monitorId ?? "" },
      { enabled: current !== null, refetchInterval: SAFETY_MS, meta: { quiet: true } },
    ),
  );

  const listen = async (to: ListenedTo, mode: MonitorMode = "listen"): Promise<void> => {
    if (start.isPending) return;
    hangUp();
    const line = new Softphone(`callbay.monitor.${membershipId}`);
    phone.current = line;
    line.view.subscribe(() => phone.current === line && setStatus(line.view.get().status));
    line.claim();
    line.takeOver();
    // The browser's question about the microphone comes before anything is asked of the server.
    if (!(await line.prepare())) {
      hangUp();
      toast.error(t("noMicrophone"));
      return;
    }
    line.setMuted(mode === "listen");
    const started = await start.mutateAsync({ callId: to.callId, mode }).catch(() => null);
    if (!started || phone.current !== line) {
      if (phone.current === line) hangUp();
      return;
    }
    setCurrent({ ...to, monitorId: started.monitorId, mode });
    await line.start(started.sip);
  };

  const setMode = async (mode: MonitorMode): Promise<void> => {
    if (!current || choose.isPending || current.mode === mode) return;
    const { monitorId } = current;
    // Nobody is heard by more people than they meant to be, not even for a moment.
    if (mode === "listen") phone.current?.setMuted(true);
    const done = await choose.mutateAsync({ monitorId, mode }).catch(() => null);
    phone.current?.setMuted((done ? mode : current.mode) === "listen");
    if (done) setCurrent((before) => (before?.monitorId === monitorId ? { ...before, mode } : before));
    void queryClient.invalidateQueries({ queryKey: trpc.monitor.get.queryKey() });
  };

  const stop = (): void => {
    if (current) leave.mutate({ monitorId: current.monitorId });
    hangUp();
  };

  // The telephone system has the last word: an end, or a whisper that fell back to listening.
  const told = state.data;
  useEffect(() => {
    if (!current || told?.id !== current.monitorId) return;
    if (told.endedAt) {
      const why = told.endedReason ?? "";
      if (why !== "left" && why !== "replaced") toast.info(textOf(`supervision.monitor.end.${why}`) ?? t("ended"));
      hangUp();
    } else if (!choose.isPending && told.liveAt && told.mode === "listen" && current.mode === "whisper") {
      phone.current?.setMuted(true);
      setCurrent({ ...current, mode: "listen" });
      toast.info(t("fellBack"));
    }
  }, [told, current, choose.isPending, hangUp, t, textOf]);

  return {
    current,
    isLive: told?.id === current?.monitorId && told?.liveAt != null && status.name === "inCall",
    liveAt: told?.liveAt ?? null,
    announced: told?.announced ?? null,
    status,
    isBusy: start.isPending || choose.isPending,
    listen,
    setMode,
    stop,
  };
}

export type MonitorOfPage = ReturnType<typeof useMonitor>;
