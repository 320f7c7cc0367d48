"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";

/** Asks again for everything that an invoice's change touches; "lists": not for the invoice, which is gone. */
export function useRenewInvoice(): (what?: "all" | "lists") => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async (what = "all") => {
    const { billing, disputes, ledger, mail } = trpc.operator;
    const keys = [
      ...(what === "all"
        ? [billing.pathKey()]
        : [billing.board.pathKey(), billing.contracts.pathKey(), billing.invoices.pathKey()]),
      disputes.pathKey(),
      ledger.pathKey(),
      mail.pathKey(),
    ];
    await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  };
}
