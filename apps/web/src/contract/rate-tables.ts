"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client.tsx";
import type { RateTableChoice } from "./prices/kind.ts";

const NONE: readonly RateTableChoice[] = [];

/** The price lists that a per-minute price may name; none while they load. */
export function useRateTables(): readonly RateTableChoice[] {
  const trpc = useTRPC();
  return useQuery(trpc.operator.rateTables.list.queryOptions({})).data?.items ?? NONE;
}
