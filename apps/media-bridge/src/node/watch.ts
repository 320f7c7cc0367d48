import type { PbxEvent } from "@callbay/services/node/pbx";
import { adoptFloor } from "../adopt.ts";
import { drainAgents } from "../agents/move.ts";
import type { Clock } from "../clock.ts";
import type { Floor } from "../floor.ts";
import { handleEvent } from "../on/event.ts";
import { Reconciler } from "../reconcile.ts";
import { evacuate } from "./evacuate.ts";
import { Silence } from "./silence.ts";

const RECONCILE_EVERY_MS = 3_000;
const ADOPT_AGAIN_MS = 1_000;
const LOOK_EVERY_MS = 500;

/**
 * Keeps a floor true to its PBX: adopts what lives first, with events held back meanwhile, then handles them in
 * order, reconciles now and then, and after each reconnect. A PBX that is dead is evacuated, one that drains is emptied.
 */
export class Watch {
  readonly #reconciler: Reconciler;
  readonly #silence = new Silence();
  #held: PbxEvent[] | null = [];
  #stopped = false;
  #dead = false;
  #evacuated = false;
  #tellDead: () => void = () => {};

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

  /** Is the PBX known to be gone, and all that it left settled as far as it can be? */
  get evacuated(): boolean {
    return this.#evacuated;
  }

  /** Resolves when the floor is adopted; tries again for as long as the PBX or the database does not answer. */
  async start(): Promise<void> {
    const { pbx, log } = this.floor.parts;
    const death = new Promise<void>((resolve) => {
      this.#tellDead = resolve;
    });
    this.clock.after(LOOK_EVERY_MS, () => void this.look());
    await Promise.race([pbx.start(), death]);
    while (!this.#stopped) {
      try {
        await adoptFloor(this.floor, this.#dead);
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
    if (event.type === "disconnected") {
      log.warn("the PBX went away");
      // What rings now is not heard.
      for (const call of this.floor.calls.values()) call.mayHaveRung = true;
    } else if (event.type === "connected") {
      log.info("the PBX is back");
      void this.guard("reconciliation", () => this.#reconciler.run());
    } else handleEvent(this.floor, event);
  }

  private async tick(): Promise<void> {
    if (this.#stopped) return;
    await this.guard("reconciliation", () => this.#reconciler.run());
    this.clock.after(RECONCILE_EVERY_MS, () => void this.tick());
  }

  /** Does the PBX live, and may its agents stay? */
  private async look(): Promise<void> {
    if (this.#stopped) return;
    const { pbx, log } = this.floor.parts;
    if (pbx.connected) {
      this.#silence.heard();
      this.#dead = false;
      this.#evacuated = false;
    } else if (!this.#dead && this.#silence.isDead(await pbx.reach(), this.clock.now().getTime()) && !pbx.connected) {
      log.error("the PBX is dead; its agents go to other nodes");
      this.#dead = true;
      this.#tellDead();
    }
    if (this.adopted && this.#dead)
      await this.guard("evacuation", async () => {
        await evacuate(this.floor);
        this.#evacuated = true;
      });
    else if (this.adopted && this.floor.nodeState !== "active")
      await this.guard("draining", () => drainAgents(this.floor));
    this.clock.after(LOOK_EVERY_MS, () => void this.look());
  }

  private async guard(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#stopped) this.floor.parts.log.warn({ err: error }, `${what} did not finish`);
    }
  }
}
