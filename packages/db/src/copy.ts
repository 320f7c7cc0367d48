import { once } from "node:events";
import type { Socket } from "node:net";
import type pg from "pg";
import { Prisma } from "./generated/client.ts";

/** What COPY writes: an instant as its ISO text, JSON as its text. */
export type CopyValue = string | number | boolean | null;

/** Statements with parameters, as both Prisma's transactions and bulk ones take them. */
export interface Statements {
  $queryRaw<T = unknown>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): PromiseLike<T>;
  $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): PromiseLike<number>;
}

/**
 * A transaction for thousands of rows at once, on a bare connection: the same scope of row-level security, without
 * Prisma between, which would send every value as a parameter of its own.
 */
export interface BulkTx extends Statements {
  /**
   * COPY into a table that no policy guards: a temporary one. (Postgres refuses COPY where row-level security binds.)
   *
   * @param statement "COPY … FROM STDIN", a literal of the caller.
   */
  copy(statement: string, rows: Iterable<readonly CopyValue[]>): Promise<void>;
}

export function bulkTx(client: pg.ClientBase): BulkTx {
  const run = async <R extends pg.QueryResultRow>(
    query: TemplateStringsArray | Prisma.Sql,
    values: readonly unknown[],
  ): Promise<pg.QueryResult<R>> => {
    const sql = "raw" in query ? Prisma.sql(query, ...values) : query;
    return client.query<R>({ text: sql.text, values: [...sql.values] });
  };
  return {
    $queryRaw: async <T>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await run(query, values)).rows as T,
    $executeRaw: async (query, ...values) => (await run(query, values)).rowCount ?? 0,
    copy: async (statement, rows) => {
      const copy = new CopyIn(statement, rows);
      client.query(copy as unknown as pg.Submittable);
      await copy.done;
    },
  };
}

/** What the driver hands to a query that speaks COPY; its types leave it out. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
  readonly stream: Socket;
}

const CHUNK_CHARACTERS = 1 << 16;

/** One COPY FROM STDIN: the driver knows the protocol's messages and leaves to its query what to do at each. */
class CopyIn {
  readonly done: Promise<void>;
  #settle: { readonly resolve: () => void; readonly reject: (error: Error) => void } = { resolve() {}, reject() {} };
  #failure: Error | null = null;

  constructor(
    private readonly statement: string,
    private readonly rows: Iterable<readonly CopyValue[]>,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  submit(wire: Wire): void {
    wire.query(this.statement);
  }
  handleCopyInResponse(wire: Wire): void {
    this.#send(wire).then(
      () => wire.endCopyFrom(),
      (error: Error) => {
        this.#failure = error;
        wire.sendCopyFail("the rows could not be made");
      },
    );
  }
  handleError(error: Error): void {
    this.#failure ??= error;
    this.#settle.reject(this.#failure);
  }
  handleReadyForQuery(): void {
    this.#settle.resolve();
  }
  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}

  async #send(wire: Wire): Promise<void> {
    let text = "";
    const flush = async (): Promise<void> => {
      wire.sendCopyFromChunk(Buffer.from(text, "utf8"));
      text = "";
      if (wire.stream.writableNeedDrain) await once(wire.stream, "drain");
    };
    for (const row of this.rows) {
      text += copyLine(row);
      if (text.length >= CHUNK_CHARACTERS) await flush();
    }
    if (text !== "") await flush();
  }
}

/** A row in COPY's text format. */
export function copyLine(row: readonly CopyValue[]): string {
  let line = "";
  for (let i = 0; i < row.length; i += 1) {
    const value = row[i];
    if (i > 0) line += "\t";
    if (value === null || value === undefined) line += "\\N";
    else if (typeof value === "string") line += SPECIAL.test(value) ? value.replace(SPECIALS, escaped) : value;
    else line += typeof value === "boolean" ? (value ? "t" : "f") : String(value);
  }
  return `${line}\n`;
}

const SPECIAL = /[\\\t\n\r]/;
const SPECIALS = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const escaped = (character: string): string => ESCAPES[character] ?? character;
