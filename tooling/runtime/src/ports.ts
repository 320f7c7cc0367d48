import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { RuntimeError } from "./errors.ts";
import { portHolder } from "./process/proc.ts";

/** One address that a part of the stack listens on. */
export interface PortNeed {
  /** For people: "Postgres", "SIP of the simulated carrier". */
  purpose: string;
  ip: string;
  protocol: "tcp" | "udp";
  port: number;
  /** The environment variable that moves it. */
  envVar: string;
}

/** A port that is free at this moment on this address. */
export function freePort(ip: string, protocol: "tcp" | "udp"): Promise<number> {
  return bind(ip, 0, protocol);
}

/** Fails with the port, its purpose, its holder and the remedy when somebody else has it. */
export async function assertPortFree(need: PortNeed): Promise<void> {
  try {
    await bind(need.ip, need.port, need.protocol);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const holder = portHolder(need.port);
    const why = code === "EADDRINUSE" ? `is in use${holder ? ` by ${holder}` : ""}` : `cannot be opened (${code})`;
    throw new RuntimeError(
      "PORT_IN_USE",
      `Port ${need.port} on ${need.ip}, needed for ${need.purpose}, ${why}.`,
      `End that program, or choose another port: ${need.envVar}=${need.port + 10_000 > 65_535 ? need.port - 10_000 : need.port + 10_000}.`,
      { cause },
    );
  }
}

/** Opens and closes the port; yields its number. */
function bind(ip: string, port: number, protocol: "tcp" | "udp"): Promise<number> {
  return new Promise((resolve, reject) => {
    if (protocol === "tcp") {
      const server = createServer();
      server.once("error", reject);
      server.listen({ host: ip, port, exclusive: true }, () => {
        const { port: got } = server.address() as { port: number };
        server.close(() => resolve(got));
      });
    } else {
      const socket = createSocket("udp4");
      socket.once("error", reject);
      socket.bind({ address: ip, port, exclusive: true }, () => {
        const { port: got } = socket.address();
        socket.close(() => resolve(got));
      });
    }
  });
}
