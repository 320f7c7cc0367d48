"use client";
import { MONITOR_MODES, type MonitorMode } from "@callbay/domain/monitor";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { Softphone } from "~/desk/softphone/softphone.ts";
import type { PhoneStatus } from "~/desk/softphone/types.ts";
import { useTextOf } from "~/i18n/enum-label.ts";
import { useMe } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { type DescribedError, useDescribeError } from "~/trpc/errors.ts";
import { toast } from "~/ui/toast.tsx";
import { ChosenMode, type ChosenView } from "./chosen-mode.ts";

/** Whose call is listened to. */
export interface ListenedTo {
  readonly name: string;
  readonly callId: string;
}

interface Listening extends ListenedTo {
  readonly monitorId: string;
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
  const describe = useDescribeError();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const me = useMe();
  const membershipId = me.workspace.kind === "tenant" ? me.workspace.membershipId : "";
  const phone = useRef<Softphone | null>(null);
  const chosen = useRef<ChosenMode<DescribedError> | null>(null);
  const [status, setStatus] = useState<PhoneStatus>({ name: "off" });
  const [current, setCurrent] = useState<Listening | null>(null);
  const [view, setView] = useState<ChosenView<DescribedError> | null>(null);

  const hangUp = useCallback(() => {
    phone.current?.release();
    phone.current = null;
    chosen.current = null;
    setCurrent(null);
    setView(null);
    setStatus({ name: "off" });
  }, []);
  useEffect(() => hangUp, [hangUp]);

  const start = useMutation(trpc.monitor.start.mutationOptions());
  // A refusal is said where the modes are, and only that of the last one wanted.
  const choose = useMutation(trpc.monitor.choose.mutationOptions({ meta: { quiet: true } }));
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
    const { monitorId } = started;
    chosen.current = new ChosenMode<DescribedError>(mode, {
      send: (wanted) => choose.mutateAsync({ monitorId, mode: wanted }).then(() => null, describe),
      setMuted: (isMuted) => line.setMuted(isMuted),
      onChange: (next) => phone.current === line && setView(next),
      clock: () => Date.now(),
    });
    setCurrent({ ...to, monitorId });
    setView({ mode, wanted: null, refusal: null });
    await line.start(started.sip);
  };

  const setMode = async (mode: MonitorMode): Promise<void> => {
    await chosen.current?.choose(mode);
    void queryClient.invalidateQueries({ queryKey: trpc.monitor.get.queryKey() });
  };

  const stop = (): void => {
    if (current) leave.mutate({ monitorId: current.monitorId });
    hangUp();
  };

  // The telephone system has the last word: an end, or a whisper that fell back to listening.
  const told = state.data;
  const toldAt = state.dataUpdatedAt;
  useEffect(() => {
    if (!current || told?.id !== current.monitorId) return;
    if (told.endedAt) {
      const why = told.endedReason ?? "";
      if (why !== "left" && why !== "replaced") toast.info(textOf(`supervision.monitor.end.${why}`) ?? t("ended"));
      hangUp();
      return;
    }
    const mode = MONITOR_MODES.find((known) => known === told.mode);
    if (mode && told.liveAt && chosen.current?.told(mode, toldAt)) toast.info(t("fellBack"));
  }, [told, toldAt, current, hangUp, t, textOf]);

  return {
    /** Whose call, and how; null: nobody is listened to. */
    current: current && view ? { ...current, ...view } : null,
    isLive: told?.id === current?.monitorId && told?.liveAt != null && status.name === "inCall",
    liveAt: told?.liveAt ?? null,
    announced: told?.announced ?? null,
    status,
    isStarting: start.isPending,
    listen,
    setMode,
    stop,
  };
}

export type MonitorOfPage = ReturnType<typeof useMonitor>;
