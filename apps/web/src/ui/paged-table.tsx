"use client";
import { Card } from "./layout.tsx";
import { Paged, type PagedProps } from "./paged.tsx";
import { Select } from "./select.tsx";
import { Table, type TableProps } from "./table.tsx";

/** A list that comes page by page, in a card of its own; `choice` narrows it by one question. */
export function PagedTable<Row, Value extends string>({
  of,
  choice,
  ...table
}: Omit<TableProps<Row>, "rows" | "footer" | "toolbar"> & {
  of: PagedProps<Row>["of"];
  choice: {
    readonly label: string;
    readonly value: Value;
    readonly options: readonly { readonly value: Value; readonly label: string }[];
    readonly onChange: (value: Value) => void;
  };
}) {
  return (
    <Paged of={of}>
      {(rows, foot) => (
        <Card flush>
          <Table
            {...table}
            rows={rows}
            footer={foot}
            toolbar={
              <Select
                size="sm"
                className="w-52"
                aria-label={choice.label}
                value={choice.value}
                onChange={choice.onChange}
                options={choice.options}
              />
            }
          />
        </Card>
      )}
    </Paged>
  );
}
