"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "~/trpc/client.tsx";

/** Begins to judge a call, or goes on, and leads to its page. */
export function useStart() {
  const trpc = useTRPC();
  const router = useRouter();
  return useMutation(
    trpc.quality.start.mutationOptions({
      onSuccess: ({ assessmentId }) => router.push(`/w/quality/assess/${assessmentId}`),
    }),
  );
}
