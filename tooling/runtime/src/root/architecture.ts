import { readFileSync } from "node:fs";
import { RuntimeError } from "../errors.ts";

/** Debian's name of the machine's architecture and the folder its libraries live in. */
export interface Architecture {
  debian: string;
  triplet: string;
}

const KNOWN: Record<string, Architecture> = {
  x64: { debian: "amd64", triplet: "x86_64-linux-gnu" },
  arm64: { debian: "arm64", triplet: "aarch64-linux-gnu" },
};

/** The architecture of this machine, or a clear refusal. */
export function architecture(arch: string = process.arch): Architecture {
  const known = KNOWN[arch];
  if (known) return known;
  throw new RuntimeError(
    "UNSUPPORTED_ARCH",
    `The embedded PBX and database do not exist for this processor (${arch}).`,
    "Use an x86-64 or arm64 machine, or point DATABASE_URL, REDIS_URL and the PBX nodes at servers elsewhere.",
  );
}

/** The codename of the running Debian release ("bookworm"). */
export function debianCodename(osRelease = "/etc/os-release"): string {
  let text = "";
  try {
    text = readFileSync(osRelease, "utf8");
  } catch {
    // No such file: not a Linux that we know; handled below.
  }
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(text)?.[1];
  const codename = field("VERSION_CODENAME");
  if (field("ID") === "debian" && codename) return codename;
  throw new RuntimeError(
    "NOT_DEBIAN",
    `The embedded PBX and Redis come from Debian's packages, and this machine runs ${field("PRETTY_NAME") ?? "something else"}.`,
    "Run on Debian 12 or newer (a container will do), or point REDIS_URL and the PBX nodes at servers elsewhere.",
  );
}
