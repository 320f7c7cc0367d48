"use client";
import { ArrowDown, ArrowUp, ChevronsUpDown, Download } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { type CsvValue, toCsv } from "~/lib/csv.ts";
import { downloadText } from "~/lib/download.ts";
import { Link } from "~/ui/link.tsx";
import { IconButton } from "./button.tsx";
import { useCardSlot } from "./card.tsx";
import { cx } from "./cx.ts";
import { Skeleton } from "./status.tsx";

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Given: the column sorts by this. */
  readonly sort?: (row: Row) => string | number | bigint | Date | null;
  /** Given: the column is in the exported file. */
  readonly csv?: (row: Row) => CsvValue;
  readonly align?: "left" | "right";
  /** A CSS width; columns with one never move while data loads. */
  readonly width?: string;
  /** Without a width: the least that it keeps of what is left, by which the rest is shared out too. */
  readonly share?: string;
  /** Keeps the header for screen readers alone, e.g. over buttons. */
  readonly hideHeader?: boolean;
  /** The column is in the exported file and not on the screen, where another cell says it. */
  readonly fileOnly?: boolean;
}

export interface TableProps<Row> {
  /** What the table lists, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** undefined while it loads. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  /** Each row opens this page. */
  readonly href?: (row: Row) => string;
  /** Each row does this on click and Enter, where it opens no page. */
  readonly onOpen?: (row: Row) => void;
  readonly empty: ReactNode;
  /** Left of the export button, above the table: search and filters. */
  readonly toolbar?: ReactNode;
  /** Name of the exported file, without ending. Absent: no export. */
  readonly exportName?: string;
  readonly initialSort?: { readonly key: string; readonly descending?: boolean };
  readonly skeletonRows?: number;
  /** Below the rows, e.g. LoadMore or a sum. */
  readonly footer?: ReactNode;
  readonly isSelected?: (row: Row) => boolean;
  /** Many figures beside each other: heads wrap, cells stand close, and what does not fit moves under a first column that stays. */
  readonly wide?: boolean;
  /** Given: a last row, which stays last however one sorts, with this under each column. */
  readonly sum?: (columnKey: string) => ReactNode;
}

const ROOMY = "px-3 first:pl-4 last:pr-4";
const CLOSE = "px-2 first:pl-4 last:pr-4";
/** What a row stands for stays in sight while its figures are moved aside. */
const WIDE =
  "overflow-x-auto [&_:is(td,th):first-child]:sticky [&_:is(td,th):first-child]:left-0 " +
  "[&_:is(tbody,thead)_:is(td,th):first-child]:bg-surface [&_tfoot_td:first-child]:bg-sunken " +
  "[&_th:first-child]:shadow-[inset_0_-1px_0_var(--line)]";

interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

function compare(a: string | number | bigint | Date | null, b: typeof a): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === "string" && typeof b === "string") return a.localeCompare(b, undefined, { numeric: true });
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The one table: dense, sorts by its headers, head stays in sight, arrows move between rows and Enter opens one,
 * exports what it shows. While it loads it holds the place of its rows.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { columns: all, rows, rowKey, href, onOpen, initialSort, exportName, toolbar, wide = false } = props;
  const columns = all.filter((column) => !column.fileOnly);
  const t = useTranslations("common");
  const router = useRouter();
  const body = useRef<HTMLTableSectionElement>(null);
  const slot = useCardSlot();
  const [sort, setSort] = useState<Sort | null>(
    initialSort ? { key: initialSort.key, descending: initialSort.descending ?? false } : null,
  );
  const sorted = useMemo(() => {
    const by = all.find((column) => column.key === sort?.key)?.sort;
    if (!rows || !by || !sort) return rows;
    return [...rows].sort((a, b) => (sort.descending ? -1 : 1) * compare(by(a), by(b)));
  }, [rows, all, sort]);

  const open = (row: Row): void => {
    if (onOpen) onOpen(row);
    else if (href) router.push(href(row));
  };
  const pad = wide ? CLOSE : ROOMY;
  const opens = Boolean(onOpen ?? href);
  const move = (event: KeyboardEvent<HTMLTableRowElement>, row: Row): void => {
    if (event.target !== event.currentTarget) return;
    const lines = [...(body.current?.querySelectorAll<HTMLTableRowElement>("tr[data-row]") ?? [])];
    const at = lines.indexOf(event.currentTarget);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      lines[Math.max(0, Math.min(lines.length - 1, to))]?.focus();
    } else if (event.key === "Enter" && opens) {
      // Else the same key would press the button that the opened panel focuses: its cross.
      event.preventDefault();
      open(row);
    }
  };
  const click = (event: React.MouseEvent, row: Row): void => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("a,button,input,label,[role=menuitem],[role=checkbox],[role=switch]")) return;
    if (window.getSelection()?.toString()) return;
    open(row);
  };
  const download = (): void => {
    const exported = all.filter((column) => column.csv);
    const lines = (sorted ?? []).map((row) => exported.map((column) => column.csv?.(row)));
    downloadText(
      `${exportName}.csv`,
      toCsv(
        exported.map((column) => column.header),
        lines,
      ),
    );
  };

  const exportButton = exportName ? (
    <IconButton
      size="sm"
      label={t("exportCsv")}
      icon={<Download aria-hidden />}
      onClick={download}
      disabled={!sorted?.length}
    />
  ) : null;

  return (
    <div className={wide ? WIDE : undefined}>
      {toolbar ? (
        <div className="flex min-h-11 items-center gap-2 border-b px-3 py-1.5">
          <div className="flex min-w-0 flex-1 items-center gap-2">{toolbar}</div>
          {exportButton}
        </div>
      ) : slot && exportButton ? (
        createPortal(exportButton, slot)
      ) : null}
      <table aria-label={props.label} aria-busy={rows === undefined} className="w-full border-collapse text-sm">
        <thead className="sticky top-0 z-10 bg-surface shadow-[inset_0_-1px_0_var(--line)]">
          <tr>
            {columns.map((column) => (
              <HeaderCell
                key={column.key}
                column={column}
                sort={sort}
                onSort={setSort}
                first={column === columns[0]}
                wide={wide}
              />
            ))}
          </tr>
        </thead>
        <tbody ref={body} onPointerOver={sayWhole}>
          {sorted?.map((row, index) => (
            <tr
              key={rowKey(row)}
              data-row
              tabIndex={index === 0 ? 0 : -1}
              onKeyDown={(event) => move(event, row)}
              onClick={opens ? (event) => click(event, row) : undefined}
              className={cx(
                "group h-9.5 border-b border-line/70 last:border-b-0 focus-visible:-outline-offset-2",
                opens && "cursor-pointer hover:bg-hover",
                props.isSelected?.(row) && "bg-selected",
              )}
            >
              {columns.map((column, at) => (
                <td
                  key={column.key}
                  className={cx(
                    "py-1.5",
                    pad,
                    // Without a width a column takes what is left and shortens what does not fit.
                    column.width ? "whitespace-nowrap" : "max-w-0 truncate",
                    column.align === "right" && "tabular text-right",
                  )}
                >
                  {at === 0 && href ? (
                    <Link href={href(row)} tabIndex={-1} className="font-medium text-ink group-hover:underline">
                      {column.cell(row)}
                    </Link>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
          {rows === undefined
            ? Array.from({ length: props.skeletonRows ?? 6 }, (_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: place holders have no identity.
                <tr key={index} className="h-9.5 border-b border-line/70">
                  {columns.map((column, at) => (
                    <td key={column.key} className={pad}>
                      <Skeleton className={cx(at === 0 ? "w-36" : "w-16", column.align === "right" && "ml-auto")} />
                    </td>
                  ))}
                </tr>
              ))
            : null}
        </tbody>
        {props.sum && rows && rows.length > 0 ? (
          <tfoot>
            <tr className="h-9.5 border-t bg-sunken font-medium">
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={cx(pad, column.align === "right" && "tabular whitespace-nowrap text-right")}
                >
                  {props.sum?.(column.key)}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
      {rows?.length === 0 ? props.empty : null}
      {props.footer}
    </div>
  );
}

/** What a cell had to shorten is said in full where the pointer rests. */
function sayWhole({ target }: React.PointerEvent): void {
  const shown = target instanceof HTMLElement ? target : null;
  if (!shown || shown.title || shown.scrollWidth <= shown.clientWidth) return;
  if (getComputedStyle(shown).textOverflow === "ellipsis") shown.title = shown.textContent;
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort | null) => void;
  /** The first column names the row: it keeps more room than others that have no width. */
  readonly first: boolean;
  readonly wide: boolean;
}

function HeaderCell<Row>({ column, sort, onSort, first, wide }: HeaderCellProps<Row>) {
  const sorted = sort?.key === column.key;
  const direction = sorted ? (sort.descending ? "descending" : "ascending") : undefined;
  const Arrow = sorted ? (sort.descending ? ArrowDown : ArrowUp) : ChevronsUpDown;
  const next = (): void => {
    if (!sorted) onSort({ key: column.key, descending: false });
    else onSort(sort.descending ? null : { key: column.key, descending: true });
  };
  return (
    <th
      scope="col"
      aria-sort={direction}
      style={column.width ? { width: column.width } : { minWidth: column.share ?? (first ? "13rem" : "7rem") }}
      className={cx(
        "h-8.5 text-xs font-medium text-muted",
        wide ? `${CLOSE} py-1.5 align-bottom leading-4 break-keep` : `${ROOMY} whitespace-nowrap`,
        column.align === "right" ? "text-right" : "text-left",
      )}
    >
      {column.hideHeader ? (
        <span className="sr-only">{column.header}</span>
      ) : column.sort ? (
        <button
          type="button"
          onClick={next}
          className={cx(
            "group/sort inline-flex items-center gap-1 rounded-sm align-middle hover:text-ink",
            column.align === "right" ? "flex-row-reverse text-right" : "text-left",
            wide && "relative",
            sorted && "text-ink",
          )}
        >
          {column.header}
          <Arrow
            aria-hidden
            className={cx(
              "size-3",
              // A figure's column is as wide as its figures: the arrow stands in the space beside it.
              wide && (column.align === "right" ? "absolute -left-3.5" : "absolute -right-3.5"),
              !sorted && "opacity-0 group-hover/sort:opacity-60 group-focus/sort:opacity-60",
            )}
          />
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}
