import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RuntimeError } from "../errors.ts";
import { run } from "../process/run.ts";
import type { DebianSource } from "./apt-sources.ts";
import type { Architecture } from "./architecture.ts";

const DEFAULT_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** The machine's own download settings (a proxy, say) go on to hold; those that name folders or dates do not. */
async function inheritedAcquireLines(): Promise<string[]> {
  const dump = await run("apt-config", ["dump"], { env: { ...process.env, LC_ALL: "C" } });
  return dump.stdout.split("\n").filter((line) => /^Acquire::(https?|ftp|tor|Retries)\b.*".+";$/i.test(line));
}

/**
 * Downloads packages with all they depend on into `workDir` by an apt that knows nothing of the
 * system's own packages and changes nothing there, so that it works for any user.
 * Returns the package files.
 */
export async function downloadPackages(options: {
  workDir: string;
  source: DebianSource;
  suite: string;
  packages: string[];
  architecture: Architecture;
}): Promise<string[]> {
  const { workDir, source, suite, architecture } = options;
  const at = (...parts: string[]) => join(workDir, ...parts);
  for (const folder of [
    "etc/parts",
    "etc/sources.d",
    "etc/preferences.d",
    "etc/trusted.d",
    "lists/partial",
    "cache/archives/partial",
    "log",
  ]) {
    mkdirSync(at(folder), { recursive: true });
  }
  writeFileSync(at("status"), "");
  const keyring = [source.signedBy, DEFAULT_KEYRING].find((file) => file && existsSync(file));
  writeFileSync(
    at("etc/sources.list"),
    `deb [${keyring ? `signed-by=${keyring}` : ""} arch=${architecture.debian}] ${source.uri} ${suite} main\n`,
  );
  writeFileSync(
    at("apt.conf"),
    [
      ...(await inheritedAcquireLines()),
      `Dir "${workDir}";`,
      `Dir::Etc "${at("etc")}";`,
      `Dir::Etc::main "none.conf";`,
      `Dir::Etc::parts "parts";`,
      `Dir::Etc::sourcelist "sources.list";`,
      `Dir::Etc::sourceparts "sources.d";`,
      `Dir::Etc::preferences "none";`,
      `Dir::Etc::preferencesparts "preferences.d";`,
      `Dir::Etc::trusted "none.gpg";`,
      `Dir::Etc::trustedparts "trusted.d";`,
      `Dir::State "${workDir}";`,
      `Dir::State::lists "lists";`,
      `Dir::State::status "${at("status")}";`,
      `Dir::Cache "${at("cache")}";`,
      `Dir::Log "${at("log")}";`,
      `APT::Architecture "${architecture.debian}";`,
      `APT::Architectures { "${architecture.debian}"; };`,
      `APT::Install-Recommends "false";`,
      // apt, as root, would otherwise download as a user that cannot write to our folder.
      `APT::Sandbox::User "root";`,
      // A mirror that is a frozen copy has a Release file that is past its date, and is none the worse for it.
      `Acquire::Check-Valid-Until "false";`,
      `Acquire::Check-Date "false";`,
      `Acquire::Languages "none";`,
      `Acquire::Retries "2";`,
      `Acquire::http::Timeout "20";`,
      `Acquire::https::Timeout "20";`,
      "",
    ].join("\n"),
  );
  const env = { ...process.env, APT_CONFIG: at("apt.conf"), LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" };
  const step = async (args: string[]) => {
    const result = await run("apt-get", args, { env });
    if (result.code !== 0) throw aptFailure(`${result.stdout}\n${result.stderr}`, source, workDir);
  };
  await step(["update", "-q", "-o", "APT::Update::Error-Mode=any"]);
  await step(["install", "-q", "-y", "--download-only", ...options.packages]);
  return readdirSync(at("cache/archives"))
    .filter((name) => name.endsWith(".deb"))
    .map((name) => at("cache/archives", name));
}

function aptFailure(output: string, source: DebianSource, workDir: string): RuntimeError {
  if (/no space left on device|enough free space/i.test(output)) return diskFull(workDir);
  const reasons = output.split("\n").filter((line) => /^(E|W|Err):/.test(line));
  return new RuntimeError(
    "PACKAGE_SOURCE",
    `The Debian package source ${source.uri} does not answer as it should: ${reasons.slice(0, 3).join(" ") || "no reason given"}`,
    "Check this machine's network or proxy (apt-get update shows the same), then start again; or set CALLBAY_ROOT_CACHE to a folder in which another clone has already built the PBX.",
    { cause: output },
  );
}

/** There is no room for the packages. */
export function diskFull(folder: string): RuntimeError {
  return new RuntimeError(
    "DISK_FULL",
    `There is not enough room on the disk that holds ${folder}.`,
    "Free about 800 MB there, or set CALLBAY_ROOT_CACHE to a folder on another disk.",
  );
}
