import { createReadStream } from "node:fs";
import { copyFile, link, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { notFound } from "@callbay/domain/errors";
import type { RecordingStore } from "@callbay/gateways/recording-store-port";

/** The store on this machine's disk: keys are paths below a folder. */
export function diskStore(folder: string): RecordingStore {
  return {
    place: "disk",
    put: async (key, { path }) => {
      const to = within(folder, key);
      if (normalize(path) === to) return;
      await mkdir(dirname(to), { recursive: true });
      const part = `${to}.part`;
      await rm(part, { force: true });
      // Another disk cannot be linked to.
      await link(path, part).catch(() => copyFile(path, part));
      const handle = await open(part, "r+");
      await handle.sync();
      await handle.close();
      await rename(part, to);
    },
    size: async (key) => {
      const path = within(folder, key);
      return stat(path).then(
        (found) => found.size,
        () => null,
      );
    },
    read: (key, range) => createReadStream(within(folder, key), range ?? {}),
    remove: (key) => rm(within(folder, key), { force: true }),
  };
}

/** A key never leads out of the storage folder, whatever wrote it. @throws CallbayError NOT_FOUND. */
export function within(folder: string, key: string): string {
  const path = normalize(join(folder, key));
  if (!path.startsWith(normalize(join(folder, "/")))) throw notFound("recording");
  return path;
}
