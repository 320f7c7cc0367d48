import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { clearLeftover } from "./supervise.ts";

/**
 * Ends whatever a killed run left behind below `dir` (pid files `*.run.json` or `*.pid`, at most one folder deep).
 * Call it before asking whether ports are free, or our own leftovers are taken for strangers.
 */
export async function clearLeftovers(dir: string): Promise<void> {
  if (!existsSync(dir)) return;
  const folders = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const folder of [dir, ...folders.map((entry) => join(dir, entry.name))]) {
    let names: string[] = [];
    try {
      names = readdirSync(folder);
    } catch {
      // The database's own folder is closed to ordinary users, and holds none.
    }
    for (const name of names) if (/\.(run\.json|pid)$/.test(name)) await clearLeftover(join(folder, name));
  }
}
