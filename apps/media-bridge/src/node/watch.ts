import type { PbxEvent } from "@callbay/services/node/pbx";
import { adoptFloor } from "../adopt.ts";
import type { Clock } from "../clock.ts";
import type { Floor } from "../floor.ts";
import { handleEvent } from "../on/event.ts";
import { Reconciler } from "../reconcile.ts";

const RECONCILE_EVERY_MS = 3_000;
const ADOPT_AGAIN_MS = 1_000;

/**
 * Keeps a floor true to its PBX: adopts what lives first, with events held back meanwhile, then handles them in
 * order, reconciles now and then, and after each reconnect.
 */
export class Watch {
  readonly #reconciler: Reconciler;
  #held: PbxEvent[] | null = [];
  #stopped = false;

  constructor(
    private readonly floor: Floor,
    private readonly clock: Clock,
  ) {
    this.#reconciler = new Reconciler(floor);
    floor.parts.pbx.on((event) => this.take(event));
  }

  get adopted(): boolean {
    return this.#held === null;
  }

  /** Resolves when the floor is adopted; tries again for as long as the PBX or the database does not answer. */
  async start(): Promise<void> {
    const { pbx, log } = this.floor.parts;
    await pbx.start();
    while (!this.#stopped) {
      try {
        await adoptFloor(this.floor);
        break;
      } catch (error) {
        log.error({ err: error }, "the floor could not be adopted; trying again");
        this.floor.forget();
        await new Promise<void>((resolve) => this.clock.after(ADOPT_AGAIN_MS, resolve));
      }
    }
    const held = this.#held ?? [];
    this.#held = null;
    for (const event of held) this.take(event);
    this.clock.after(RECONCILE_EVERY_MS, () => this.tick());
  }

  stop(): void {
    this.#stopped = true;
  }

  private take(event: PbxEvent): void {
    if (this.#stopped) return;
    if (this.#held) {
      if (event.type !== "connected" && event.type !== "disconnected") this.#held.push(event);
      return;
    }
    const { log } = this.floor.parts;
    if (event.type === "disconnected") log.warn("the PBX went away");
    else if (event.type === "connected") {
      log.info("the PBX is back");
      void this.guard(() => this.#reconciler.run());
    } else handleEvent(this.floor, event);
  }

  private async tick(): Promise<void> {
    if (this.#stopped) return;
    await this.guard(() => this.#reconciler.run());
    this.clock.after(RECONCILE_EVERY_MS, () => void this.tick());
  }

  private async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#stopped) this.floor.parts.log.warn({ err: error }, "reconciliation did not finish");
    }
  }
}
