"use client";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Card } from "./layout.tsx";
import { LoadMore } from "./load-more.tsx";
import { Query, type QueryProps } from "./query.tsx";
import { Select } from "./select.tsx";
import { Table, type TableProps } from "./table.tsx";

/** What a paged list needs of its query. */
type Pages<Data> = QueryProps<Data>["of"] &
  Pick<UseInfiniteQueryResult<unknown>, "hasNextPage" | "isFetchingNextPage"> & {
    readonly fetchNextPage: () => Promise<unknown>;
  };

/** A long list in its card, page by page as its foot comes into sight; `choice` narrows it by one question. */
export function PagedTable<Row, Value extends string, Data>({
  of,
  choice,
  title,
  ...table
}: Omit<TableProps<Row>, "footer" | "toolbar"> & {
  of: Pages<Data>;
  title?: ReactNode;
  choice?: {
    readonly label: string;
    readonly value: Value;
    readonly options: readonly { readonly value: Value; readonly label: string }[];
    readonly onChange: (value: Value) => void;
  };
}) {
  return (
    <Query of={of}>
      {() => (
        <Card flush title={title}>
          <Table
            {...table}
            toolbar={
              choice ? (
                <Select
                  size="sm"
                  className="w-52"
                  aria-label={choice.label}
                  value={choice.value}
                  onChange={choice.onChange}
                  options={choice.options}
                />
              ) : undefined
            }
            footer={
              <LoadMore
                shown={table.rows?.length ?? 0}
                hasMore={of.hasNextPage}
                loading={of.isFetchingNextPage}
                onMore={() => void of.fetchNextPage()}
              />
            }
          />
        </Card>
      )}
    </Query>
  );
}
