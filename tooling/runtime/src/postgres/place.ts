import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { RuntimeError } from "../errors.ts";
import { run } from "../process/run.ts";
import type { OnProgress } from "../progress.ts";
import { nativeFolder, nativeVersion, repairNative } from "./binaries.ts";

const FALLBACK_BASE = "/var/tmp";
const OS_USER = "postgres";
const THROWAWAY_MARK = "throwaway-of";

/** Where Postgres' programs and data are, and as which OS user it runs (undefined: as ourselves). */
export interface Place {
  native: string;
  dataDir: string;
  uid: number | undefined;
  gid: number | undefined;
}

/**
 * Decides where Postgres lives. It refuses to run as root, so root runs it as the OS user
 * `postgres`; when that user cannot enter the project (a clone below /root, say), programs and data
 * go to a folder of /var/tmp that is named after the data folder's path.
 */
export async function findPlace(dir: string, throwaway: boolean, onProgress: OnProgress): Promise<Place> {
  const native = nativeFolder();
  repairNative(native);
  mkdirSync(dir, { recursive: true });
  const dataDir = join(dir, "data");
  if (process.getuid?.() !== 0) return { native, dataDir, uid: undefined, gid: undefined };

  const { uid, gid } = await osUser();
  const may = (flag: string, file: string) =>
    spawnSync("/usr/bin/test", [flag, file], { uid, gid, cwd: "/" }).status === 0;
  mkdirSync(dataDir, { recursive: true });
  chownSync(dataDir, uid, gid);
  if (may("-x", join(native, "bin/postgres")) && may("-w", dataDir)) return { native, dataDir, uid, gid };

  const fallback = join(
    FALLBACK_BASE,
    `callbay-${createHash("sha256").update(resolve(dir)).digest("hex").slice(0, 12)}`,
  );
  onProgress(`The database user cannot enter ${dir}; keeping the database in ${fallback}`);
  try {
    // Only when empty: data that was reachable once must never be passed over for a fresh, empty database.
    rmdirSync(dataDir);
    removeForgotten();
    makeOurs(fallback);
    // A start for tests may be cleared away once its folder is gone; anybody else's data never.
    if (throwaway) writeFileSync(join(fallback, THROWAWAY_MARK), resolve(dir));
    const place = { native: copyNative(native), dataDir: join(fallback, "data"), uid, gid };
    mkdirSync(place.dataDir, { recursive: true });
    chownSync(place.dataDir, uid, gid);
    if (may("-x", join(place.native, "bin/postgres")) && may("-w", place.dataDir)) return place;
  } catch (cause) {
    throw folderError(dir, fallback, cause);
  }
  throw folderError(dir, fallback, undefined);
}

/** Makes a folder in /var/tmp. Anybody may make folders there: never put a database into one that somebody else holds. */
function makeOurs(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const stat = lstatSync(folder);
  if (!stat.isDirectory() || stat.uid !== 0 || (stat.mode & 0o022) !== 0) {
    throw new Error(`${folder} belongs to somebody else`);
  }
}

/** Puts the programs where the OS user may run them: one copy for all projects, a new one for a new version. */
function copyNative(native: string): string {
  const shared = join(FALLBACK_BASE, `callbay-postgres-${nativeVersion(native)}`);
  makeOurs(shared);
  const copy = join(shared, "native");
  if (existsSync(copy)) return copy;
  const half = join(shared, `half-${process.pid}`);
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(half, copy);
  } catch (error) {
    // Another process was quicker; its copy is as good.
    if (!existsSync(copy)) throw error;
    rmSync(half, { recursive: true, force: true });
  }
  return copy;
}

/** Clears away databases of tests whose folders are gone. */
function removeForgotten(): void {
  for (const name of readdirSync(FALLBACK_BASE)) {
    if (!/^callbay-[0-9a-f]{12}$/.test(name)) continue;
    const folder = join(FALLBACK_BASE, name);
    try {
      if (lstatSync(folder).uid === 0 && !existsSync(readFileSync(join(folder, THROWAWAY_MARK), "utf8"))) {
        rmSync(folder, { recursive: true, force: true });
      }
    } catch {
      // No mark: somebody's real data.
    }
  }
}

function folderError(dir: string, fallback: string, cause: unknown): RuntimeError {
  return new RuntimeError(
    "DB_FOLDER",
    `Postgres runs as the OS user ${OS_USER} when we are root, and that user can enter neither ${dir} nor ${fallback}.`,
    "Move the project to a folder that everybody may enter (/srv or /opt, say), or start it as an ordinary user, or set DATABASE_URL to a Postgres of your own.",
    { cause },
  );
}

async function osUser(): Promise<{ uid: number; gid: number }> {
  const look = async () => {
    const [uid, gid] = await Promise.all([run("id", ["-u", OS_USER]), run("id", ["-g", OS_USER])]);
    return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
  };
  const found = await look();
  if (found) return found;
  const added = await run("useradd", [
    "--system",
    "--no-create-home",
    "--user-group",
    "--shell",
    "/usr/sbin/nologin",
    OS_USER,
  ]).catch((cause: unknown) => ({ code: 1, stderr: String(cause) }));
  const made = await look();
  if (made) return made;
  throw new RuntimeError(
    "DB_USER",
    `Postgres does not run as root, and the OS user ${OS_USER} could not be made: ${added.stderr.trim()}`,
    "Start as an ordinary user, or set DATABASE_URL to a Postgres of your own.",
  );
}
