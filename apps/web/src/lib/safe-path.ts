/** A path of our own site to go on to, or null: an address given from outside never leads away from here. */
export function safePath(path: string | null | undefined): string | null {
  if (!path || !/^\/(?![/\\])[^\s\\]*$/.test(path)) return null;
  return path;
}
