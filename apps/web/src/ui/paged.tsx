"use client";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { LoadMore } from "./load-more.tsx";
import { Query } from "./query.tsx";

export interface PagedProps<Row> {
  readonly of: Pick<
    UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly Row[] }, unknown>, unknown>,
    "data" | "error" | "isError" | "refetch" | "isFetching" | "hasNextPage" | "isFetchingNextPage" | "fetchNextPage"
  >;
  /** Drawn with the rows of all pages that came so far, undefined while the first loads, and the foot of their table. */
  readonly children: (rows: readonly Row[] | undefined, foot: ReactNode) => ReactNode;
}

/** A list that comes page by page: its rows so far, and a foot that fetches the next ones. */
export function Paged<Row>({ of, children }: PagedProps<Row>) {
  return (
    <Query of={of}>
      {(data) => {
        const rows = data?.pages.flatMap((page) => page.items);
        return children(
          rows,
          <LoadMore
            shown={rows?.length ?? 0}
            hasMore={of.hasNextPage}
            loading={of.isFetchingNextPage}
            onMore={() => void of.fetchNextPage()}
          />,
        );
      }}
    </Query>
  );
}
