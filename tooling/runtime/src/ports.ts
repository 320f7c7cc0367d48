import { randomInt } from "node:crypto";
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

/**
 * Below the range from which Linux takes the near end of outgoing connections (32768 to 60999): a port of that range is
 * often gone again before the program that it was found for has started.
 */
const FREE_FROM = 19_000;
const FREE_TO = 32_767;
const handedOut = new Set<string>();

/** A port that is free at this moment on this address, and given to nobody else by this process. */
export async function freePort(ip: string, protocol: "tcp" | "udp"): Promise<number> {
  for (;;) {
    const port = randomInt(FREE_FROM, FREE_TO + 1);
    const name = `${protocol} ${ip}:${port}`;
    if (handedOut.has(name) || !(await isFree(ip, port, protocol))) continue;
    handedOut.add(name);
    return port;
  }
}

async function isFree(ip: string, port: number, protocol: "tcp" | "udp"): Promise<boolean> {
  try {
    await bind(ip, port, protocol);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
    throw cause;
  }
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

/** Opens and closes the port. */
function bind(ip: string, port: number, protocol: "tcp" | "udp"): Promise<void> {
  return new Promise((resolve, reject) => {
    if (protocol === "tcp") {
      const server = createServer();
      server.once("error", reject);
      server.listen({ host: ip, port, exclusive: true }, () => {
        server.close(() => resolve());
      });
    } else {
      const socket = createSocket("udp4");
      socket.once("error", reject);
      socket.bind({ address: ip, port, exclusive: true }, () => {
        socket.close(() => resolve());
      });
    }
  });
}
