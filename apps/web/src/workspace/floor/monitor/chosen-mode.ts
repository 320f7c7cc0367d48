import type { MonitorMode } from "@callbay/domain/monitor";

/** How one listens, what was asked for and is not there yet, and what the last refusal said. */
export interface ChosenView<Refusal> {
  /** As the telephone system last confirmed it. */
  readonly mode: MonitorMode;
  readonly wanted: MonitorMode | null;
  readonly refusal: Refusal | null;
}

interface Parts<Refusal> {
  /** Asks for a mode; answers the refusal, or null when it is done. */
  readonly send: (mode: MonitorMode) => Promise<Refusal | null>;
  readonly setMuted: (isMuted: boolean) => void;
  readonly onChange: (view: ChosenView<Refusal>) => void;
  /** The browser's clock, in milliseconds. */
  readonly clock: () => number;
}

/** From nobody to everybody. */
const REACH: Readonly<Record<MonitorMode, number>> = { listen: 0, whisper: 1, join: 2 };

/**
 * The mode of one listening, chosen by keys that may come faster than they are answered: one change is asked for at a
 * time, of those asked for meanwhile only the last is, and only what became of the last is told.
 */
export class ChosenMode<Refusal> {
  private view: ChosenView<Refusal>;
  private isSending = false;
  private settledAt = 0;

  constructor(
    mode: MonitorMode,
    private readonly parts: Parts<Refusal>,
  ) {
    this.view = { mode, wanted: null, refusal: null };
    parts.setMuted(mode === "listen");
  }

  /** Resolves when nothing is asked for any more. */
  async choose(mode: MonitorMode): Promise<void> {
    if (mode === (this.view.wanted ?? this.view.mode)) return;
    this.show({ wanted: mode, refusal: null });
    // Nobody is heard by more people than they mean to be, not even for a moment.
    if (REACH[mode] < REACH[this.view.mode]) this.parts.setMuted(true);
    if (this.isSending) return;
    this.isSending = true;
    let refusal: Refusal | null = null;
    while (this.view.wanted !== null && this.view.wanted !== this.view.mode) {
      const asked = this.view.wanted;
      refusal = await this.parts.send(asked);
      if (refusal === null) this.show({ mode: asked });
      else if (this.view.wanted === asked) break;
      // Something else is wanted by now, and what becomes of that is told.
      else refusal = null;
    }
    this.isSending = false;
    this.settledAt = this.parts.clock();
    this.parts.setMuted(this.view.mode === "listen");
    this.show({ wanted: null, refusal });
  }

  /**
   * Takes over what the telephone system says of it, unless that was read before the last change was answered.
   *
   * @param readAt when the answer came, by the browser's clock
   * @returns whether a whisper fell back to listening
   */
  told(mode: MonitorMode, readAt: number): boolean {
    const before = this.view.mode;
    if (this.isSending || readAt <= this.settledAt || mode === before) return false;
    this.parts.setMuted(mode === "listen");
    this.show({ mode });
    return before === "whisper" && mode === "listen";
  }

  private show(change: Partial<ChosenView<Refusal>>): void {
    this.view = { ...this.view, ...change };
    this.parts.onChange(this.view);
  }
}
