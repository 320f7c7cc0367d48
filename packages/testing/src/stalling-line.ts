import { connect, createServer, type Socket } from "node:net";

/** A line to a server of the test that can hang, as a server does that is stopped, or a network that drops everything. */
export interface StallingLine {
  /** The address of the server by way of this line. */
  readonly url: string;
  /** From now on nothing comes through, and nothing is refused. */
  stall(): void;
  /** What was held back comes through, in order. */
  resume(): void;
  close(): Promise<void>;
}

/** Puts a line before the server of this address, on a free port of its host. */
export async function stallingLine(address: string): Promise<StallingLine> {
  const target = new URL(address);
  const open = new Set<Socket>();
  let held: (() => void)[] | null = null;
  const pass = (work: () => void): void => {
    if (held) held.push(work);
    else work();
  };
  const join = (from: Socket, to: Socket): void => {
    from.on("data", (piece) => pass(() => to.write(piece)));
    from.on("end", () => pass(() => to.end()));
    // Either side may go at any time: what it was about is the test's business.
    from.on("error", () => to.destroy());
    from.on("close", () => open.delete(from));
    open.add(from);
  };
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    join(near, far);
    join(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const own = new URL(address);
  own.hostname = "127.0.0.1";
  own.port = String((server.address() as { port: number }).port);
  return {
    url: own.href,
    stall: () => {
      held ??= [];
    },
    resume: () => {
      const works = held ?? [];
      held = null;
      for (const work of works) work();
    },
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
