import type { PbxReach } from "@callbay/services/node/pbx";

/** A refused connection says that the process is gone; asked again, because a port can be closed for a breath. */
export const REFUSED_MS = 1_000;
/** Nothing at all comes back: a lost network looks like this too, and conversations outlive it. */
export const SILENT_MS = 10_000;

/** Judges from signs of life whether a PBX is dead, and with it all that lived in it. */
export class Silence {
  #since: number | null = null;
  #refusedSince: number | null = null;

  /** The PBX is connected. */
  heard(): void {
    this.#since = null;
    this.#refusedSince = null;
  }

  /** It is not connected, and this is what asking it said. @param now milliseconds. */
  isDead(reach: PbxReach, now: number): boolean {
    if (reach === "answers") {
      this.heard();
      return false;
    }
    this.#since ??= now;
    this.#refusedSince = reach === "refused" ? (this.#refusedSince ?? now) : null;
    if (this.#refusedSince !== null && now - this.#refusedSince >= REFUSED_MS) return true;
    return now - this.#since >= SILENT_MS;
  }
}
