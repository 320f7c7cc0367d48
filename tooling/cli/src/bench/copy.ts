import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import type { Socket } from "node:net";
import type pg from "pg";

/** What the driver hands to a query that speaks COPY; its types leave it out. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  readonly stream: Socket;
}

/** One COPY: the driver knows the protocol's messages and leaves to its query what to do at each. */
class Copy {
  readonly done: Promise<void>;
  #settle: { readonly resolve: () => void; readonly reject: (error: Error) => void } = { resolve() {}, reject() {} };

  constructor(
    private readonly text: string,
    private readonly onIn: ((wire: Wire) => Promise<void>) | null,
    private readonly onData: ((chunk: Buffer) => void) | null,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  submit(wire: Wire): void {
    wire.query(this.text);
  }
  handleCopyInResponse(wire: Wire): void {
    this.onIn?.(wire).then(
      () => wire.endCopyFrom(),
      (error: Error) => this.#settle.reject(error),
    );
  }
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    this.onData?.(chunk);
  }
  handleError(error: Error): void {
    this.#settle.reject(error);
  }
  handleReadyForQuery(): void {
    this.#settle.resolve();
  }
  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/** Runs `COPY … TO STDOUT` into a file. */
export async function copyToFile(client: pg.Client, statement: string, path: string): Promise<void> {
  const file = createWriteStream(path);
  // The driver reads the next message into the same memory.
  const copy = new Copy(statement, null, (chunk) => void file.write(Buffer.from(chunk)));
  client.query(copy as unknown as pg.Submittable);
  await copy.done;
  file.end();
  await once(file, "close");
}

/** Runs `COPY … FROM STDIN` out of a file. */
export async function copyFromFile(client: pg.Client, statement: string, path: string): Promise<void> {
  const copy = new Copy(
    statement,
    async (wire) => {
      for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
        wire.sendCopyFromChunk(chunk as Buffer);
        if (wire.stream.writableNeedDrain) await once(wire.stream, "drain");
      }
    },
    null,
  );
  client.query(copy as unknown as pg.Submittable);
  await copy.done;
}
