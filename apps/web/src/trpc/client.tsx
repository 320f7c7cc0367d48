"use client";
import type { AppRouter } from "@callbay/api/router";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, TRPCClientError } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import { toast } from "~/ui/toast.tsx";
import { codeOf, type Describe, useDescribeError } from "./errors.ts";
import { pagingLink } from "./paging-link.ts";

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** The server refuses longer batches (packages/api MAX_BATCH_SIZE). */
const MAX_ITEMS = 20;
const URL = "/api/trpc";

/** What a second try cannot mend. */
const FINAL = new Set([400, 401, 403, 404, 405, 409, 412, 413, 429]);

function isFinal(error: unknown): boolean {
  return error instanceof TRPCClientError && FINAL.has(Number(error.data?.httpStatus));
}

/** A session that ended elsewhere: to the sign-in page, and back here afterwards. */
function toSignIn(): void {
  const here = window.location.pathname + window.location.search;
  if (!here.startsWith("/sign-in")) window.location.assign(`/sign-in?to=${encodeURIComponent(here)}`);
}

function createQueryClient(describe: Describe): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        retry: (count, error) => !isFinal(error) && count < 2,
      },
      mutations: { retry: false },
    },
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (codeOf(error) === "NOT_SIGNED_IN") return toSignIn();
        // The page itself says what it could not show; a toast is for what was shown and could not be renewed.
        if (query.state.data !== undefined && query.meta?.quiet !== true) toast.error(describe(error).message);
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        if (codeOf(error) === "NOT_SIGNED_IN") return toSignIn();
        if (mutation.meta?.quiet !== true) toast.error(describe(error).message);
      },
    }),
  });
}

/** tRPC and its cache for everything below. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const describe = useDescribeError();
  const [queryClient] = useState(() => createQueryClient(describe));
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        pagingLink,
        splitLink({
          condition: (operation) => operation.type === "subscription",
          true: httpSubscriptionLink({ url: URL, transformer: superjson }),
          false: httpBatchLink({ url: URL, transformer: superjson, maxItems: MAX_ITEMS, maxURLLength: 4000 }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
