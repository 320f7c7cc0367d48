import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Writes a file that has its name only once it is whole and on the disk: what dies on the way leaves `….part`, and what
 * `write` throws is thrown and leaves nothing. The file is open before anything is written: a stream that opens it by
 * itself may do so after a failure has been cleared away.
 *
 * @param write Gets the empty file, and answers what the caller wants to know of it.
 */
export async function writeWhole<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.part`;
  const file = await open(partial, "w", 0o600);
  try {
    const written = await filled(file, write);
    await rename(partial, path);
    await syncFolder(dirname(path));
    return written;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function filled<T>(file: FileHandle, write: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    const written = await write(file);
    await file.sync();
    return written;
  } finally {
    await file.close();
  }
}

/** A name outlives a power cut when its folder is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}
