import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join, resolve } from "node:path";
import { RuntimeError } from "./errors.ts";
import { run } from "./process/run.ts";
import { noProgress, type OnProgress } from "./progress.ts";
import { diskFull, downloadPackages } from "./root/apt.ts";
import { type DebianSource, readDebianSources } from "./root/apt-sources.ts";
import { type Architecture, architecture, debianCodename } from "./root/architecture.ts";
import { withLock } from "./root/lock.ts";

/** Raise this when the list of packages or the layout changes: an older root is then built anew. */
const ROOT_VERSION = 1;
const STAMP = "callbay-root.json";
const PACKAGES = ["asterisk", "asterisk-core-sounds-en-gsm", "redis-server"];
/** bookworm and trixie carry no Asterisk; sid does. */
const SUITE = "sid";
const NEEDED_BYTES = 800 * 1024 * 1024;

/** A folder with Debian's own binaries that are installed nowhere. */
export interface PrivateRoot {
  dir: string;
  modulesDir: string;
  soundsDir: string;
  /** Asterisk's shared data: rest-api descriptions, documentation. */
  dataDir: string;
  /** Versions of the main packages, as Debian writes them. */
  versions: Record<string, string>;
  /** How to run one of the root's binaries with the root's own C library. */
  command(binary: string, args: string[]): { file: string; args: string[] };
}

/**
 * Makes sure that the private root exists: built once from Debian's packages without installing
 * anything, by root or an ordinary user, and shared between clones when CALLBAY_ROOT_CACHE names a
 * folder. Safe when two processes come at once, and immediate when it is there.
 */
export async function ensurePrivateRoot(options: { home: string; onProgress?: OnProgress }): Promise<PrivateRoot> {
  const onProgress = options.onProgress ?? noProgress;
  const arch = architecture();
  const base = resolve(process.env.CALLBAY_ROOT_CACHE || join(options.home, "root"));
  const dir = join(base, `v${ROOT_VERSION}-${arch.debian}`);
  if (!isComplete(dir)) {
    const codename = debianCodename();
    await withLock(
      `${dir}.lock`,
      "Fetching Asterisk and Redis",
      () => onProgress("Another process is fetching Asterisk and Redis; waiting for it"),
      async () => {
        if (!isComplete(dir)) await build(dir, arch, codename, onProgress);
      },
    );
  }
  return open(dir, arch);
}

function isComplete(dir: string): boolean {
  return existsSync(join(dir, STAMP));
}

async function build(dir: string, arch: Architecture, codename: string, onProgress: OnProgress): Promise<void> {
  const base = join(dir, "..");
  mkdirSync(base, { recursive: true });
  // Halves of a build that was killed: we hold the lock, so nobody else is at work on them.
  for (const name of readdirSync(base))
    if (name.startsWith(`${basename(dir)}.tmp-`)) rmSync(join(base, name), { recursive: true, force: true });
  const space = statfsSync(base);
  if (space.bavail * space.bsize < NEEDED_BYTES) throw diskFull(base);
  const sources = readDebianSources(codename);
  const work = mkdtempSync(`${dir}.tmp-`);
  try {
    onProgress("Fetching Asterisk and Redis from Debian (about 85 MB, once)");
    const files = await downloadFromAny(sources, join(work, "apt"), arch);
    onProgress(`Unpacking ${files.length} packages`);
    const root = join(work, "root");
    await unpackAll(files, root);
    finish(root, files);
    rmSync(dir, { recursive: true, force: true });
    renameSync(root, dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw diskFull(base);
    if (
      (error as NodeJS.ErrnoException).code === "ENOENT" &&
      (error as NodeJS.ErrnoException).syscall?.startsWith("spawn")
    ) {
      throw new RuntimeError(
        "NO_APT",
        `The program ${(error as NodeJS.ErrnoException).path} is missing on this machine.`,
        "It belongs to every Debian (packages apt and dpkg); run on a complete one.",
        { cause: error },
      );
    }
    throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function downloadFromAny(sources: DebianSource[], workDir: string, arch: Architecture): Promise<string[]> {
  let failure: unknown = new RuntimeError(
    "PACKAGE_SOURCE",
    "This machine's apt sources name no Debian archive.",
    "Add one to /etc/apt/sources.list (apt-get update should then work), and start again.",
  );
  for (const source of sources) {
    try {
      return await downloadPackages({ workDir, source, suite: SUITE, packages: PACKAGES, architecture: arch });
    } catch (error) {
      if (!(error instanceof RuntimeError) || error.code !== "PACKAGE_SOURCE") throw error;
      failure = error;
      rmSync(workDir, { recursive: true, force: true });
    }
  }
  throw failure;
}

async function unpackAll(files: string[], root: string): Promise<void> {
  mkdirSync(root, { recursive: true });
  const queue = [...files];
  const worker = async () => {
    for (let file = queue.pop(); file; file = queue.pop()) {
      const result = await run("dpkg-deb", ["-x", file, root]);
      if (result.code === 0) continue;
      if (/no space left/i.test(result.stderr)) throw diskFull(root);
      throw new RuntimeError(
        "ROOT_BROKEN",
        `The package ${basename(file)} could not be unpacked: ${result.stderr.trim()}`,
        "Start again; it is then fetched anew.",
      );
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

/** What the packages' own installation scripts would have done and we need, and a stamp that says "complete". */
function finish(root: string, files: string[]): void {
  for (const folder of ["doc", "man", "locale", "info", "lintian", "bug"])
    rmSync(join(root, "usr/share", folder), { recursive: true, force: true });
  const sounds = join(root, "usr/share/asterisk/sounds");
  const voice = readdirSync(sounds).find((name) => name.startsWith("en_"));
  if (voice && !existsSync(join(sounds, "en"))) symlinkSync(voice, join(sounds, "en"));
  const versions: Record<string, string> = {};
  for (const file of files) {
    const [name, version] = basename(file).split("_");
    if (name && version && (PACKAGES.includes(name) || name === "asterisk-modules"))
      versions[name] = decodeURIComponent(version);
  }
  writeFileSync(join(root, STAMP), `${JSON.stringify({ version: ROOT_VERSION, versions }, null, 2)}\n`);
}

function open(dir: string, arch: Architecture): PrivateRoot {
  const stamp = JSON.parse(readFileSync(join(dir, STAMP), "utf8")) as { versions: Record<string, string> };
  const libraries = join(dir, "usr/lib", arch.triplet);
  const loader = findLoader(dir, libraries);
  return {
    dir,
    modulesDir: join(libraries, "asterisk/modules"),
    soundsDir: join(dir, "usr/share/asterisk/sounds"),
    dataDir: join(dir, "usr/share/asterisk"),
    versions: stamp.versions,
    command(binary, args) {
      const path = ["usr/sbin", "usr/bin"].map((folder) => join(dir, folder, binary)).find((file) => existsSync(file));
      if (!path)
        throw new RuntimeError(
          "ROOT_BROKEN",
          `${binary} is missing in ${dir}.`,
          `Delete ${dir} and start again; it is then built anew.`,
        );
      return { file: loader, args: ["--library-path", libraries, path, ...args] };
    },
  };
}

function findLoader(dir: string, libraries: string): string {
  for (const folder of [join(dir, "usr/lib64"), libraries, join(dir, "usr/lib")]) {
    const name = existsSync(folder) && readdirSync(folder).find((file) => /^ld-linux.*\.so\.\d+$/.test(file));
    if (name) return join(folder, name);
  }
  throw new RuntimeError(
    "ROOT_BROKEN",
    `The loader is missing in ${dir}.`,
    `Delete ${dir} and start again; it is then built anew.`,
  );
}
