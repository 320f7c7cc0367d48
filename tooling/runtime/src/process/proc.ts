import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The command line of a live process, or undefined when it is gone (or a zombie, whose command line is empty). */
export function commandLine(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Start time in clock ticks since boot: with the pid it names a process for good, since pids are used again. */
export function startTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets and may hold spaces: count from behind it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

/** Whether exactly this process (not a later one with the same pid) still lives. */
export function sameProcessAlive(pid: number, ticks: string | undefined): boolean {
  return ticks !== undefined && commandLine(pid) !== undefined && startTicks(pid) === ticks;
}

/** Live processes that this one has started and not lost. */
export function childrenOf(pid: number): number[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === pid ? [Number(entry)] : [];
    } catch {
      return [];
    }
  });
}

/** Which program listens on a local TCP or UDP port, as far as /proc tells this user. */
export function portHolder(port: number): string | undefined {
  const inodes = new Set<string>();
  for (const table of ["tcp", "tcp6", "udp", "udp6"]) {
    try {
      for (const line of readFileSync(`/proc/net/${table}`, "utf8").split("\n").slice(1)) {
        const fields = line.trim().split(/\s+/);
        const localPort = Number.parseInt(fields[1]?.split(":")[1] ?? "", 16);
        const listening = table.startsWith("udp") || fields[3] === "0A";
        if (localPort === port && listening && fields[9]) inodes.add(`socket:[${fields[9]}]`);
      }
    } catch {
      // IPv6 can be switched off, and then its table is missing.
    }
  }
  if (inodes.size === 0) return undefined;
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      for (const fd of readdirSync(`/proc/${entry}/fd`)) {
        if (inodes.has(readlinkSync(`/proc/${entry}/fd/${fd}`))) {
          return `${(commandLine(Number(entry)) ?? "a program").slice(0, 120)} (process ${entry})`;
        }
      }
    } catch {
      // Another user's process: its descriptors are not ours to read.
    }
  }
  return undefined;
}
