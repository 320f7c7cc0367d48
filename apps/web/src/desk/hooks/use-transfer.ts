"use client";
import type { TransferAct, TransferMode } from "@callbay/domain/call-control";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { toast } from "~/ui/toast.tsx";
import type { TransferTarget } from "../model/transfer.ts";
import type { DeskCall } from "./use-duty.ts";

/** Sending the call in hand to somebody else, and what follows until it is over. */
export function useTransfer(call: DeskCall | null, liveCallId: string | null, refresh: () => Promise<void>) {
  const trpc = useTRPC();
  const describe = useDescribeError();
  const [open, setOpen] = useState(false);
  const options = {
    meta: { quiet: true },
    onError: (error: unknown): void => void toast.error(describe(error).message),
    onSettled: () => refresh(),
  };
  const start = useMutation(
    trpc.duty.transfer.mutationOptions({ ...options, onSuccess: () => setOpen(false), onError: () => {} }),
  );
  const go = useMutation(trpc.duty.transferAct.mutationOptions(options));
  const { reset } = start;
  // The panel belongs to one call.
  useEffect(() => {
    if (liveCallId === null) setOpen(false);
    reset();
  }, [liveCallId, reset]);

  const transfer = liveCallId !== null && call?.callId === liveCallId ? call.transfer : null;
  const isOwn = call?.isOwn ?? true;
  const act = (what: TransferAct): void => {
    if (liveCallId && transfer && isOwn && !go.isPending) go.mutate({ callId: liveCallId, act: what });
  };
  return {
    transfer,
    isOwn,
    isOpen: open && liveCallId !== null && transfer === null && isOwn,
    onOpenChange: (next: boolean): void => {
      if (next && (liveCallId === null || transfer || !isOwn)) return;
      reset();
      setOpen(next);
    },
    isStarting: start.isPending,
    isActing: go.isPending,
    failure: start.error ? describe(start.error).message : null,
    onSend: (target: TransferTarget, mode: TransferMode): void => {
      if (liveCallId && !start.isPending) start.mutate({ callId: liveCallId, mode, target });
    },
    onAct: act,
  };
}

export type DeskTransfer = ReturnType<typeof useTransfer>;
