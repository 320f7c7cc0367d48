import { createLine, type Line } from "./line.ts";
import { getMicrophone, keepDeviceChoice, readDeviceChoice, stopStream } from "./microphone.ts";
import { PHONE_OFF, type PhoneEffect, type PhoneEvent, retryDelayMs, statusOf, step } from "./phone-machine.ts";
import type { Quality } from "./quality.ts";
import { createSampler } from "./sampler.ts";
import { createSpeaker } from "./speaker.ts";
import { createStore, type Store } from "./store.ts";
import { createTabLock, type TabLock } from "./tab-lock.ts";
import type { PhoneAccess, PhoneView, TabHold } from "./types.ts";

/** ICE often comes back from `disconnected` by itself. */
const PATH_PATIENCE_MS = 2_500;
const PROBE_MS = 4_000;

type Timer = ReturnType<typeof setTimeout>;

/**
 * The telephone of the desk. What to do is decided by phone-machine.ts; here it is done: the line, the microphone,
 * the loudspeaker, the counters.
 */
export class Softphone {
  /** What screens show of it; the counters are apart, so that they do not paint the page. */
  readonly view = createStore<PhoneView>({
    status: { name: "off" },
    tab: "asking",
    muted: false,
    media: null,
    audioBlocked: false,
  });

  private model = PHONE_OFF;
  private access: PhoneAccess | null = null;
  private line: Line | null = null;
  private stream: MediaStream | null = null;
  private readonly speaker = createSpeaker((audioBlocked) => this.show({ audioBlocked }));
  private readonly sampler = createSampler(() => this.line?.connection() ?? null);
  private readonly lock: TabLock;
  private readonly timers = new Map<"retry" | "probe" | "path", Timer>();

  get quality(): Store<Quality> {
    return this.sampler.quality;
  }

  constructor(lockName: string) {
    const onHold = (tab: TabHold): void => {
      this.show({ tab });
      if (tab === "taken") this.stop();
    };
    // Without HTTPS there are no locks, and no microphone either: that is what must be said then.
    this.lock =
      "locks" in navigator
        ? createTabLock(lockName, navigator.locks, onHold)
        : { ask: () => onHold("mine"), takeOver: () => onHold("mine"), release: () => {} };
  }

  /** Asks for the telephone of this browser; call `release` when the page goes. */
  claim(): void {
    window.addEventListener("offline", this.onOffline);
    window.addEventListener("pagehide", this.onPageHide);
    window.addEventListener("online", this.onWake);
    document.addEventListener("visibilitychange", this.onWake);
    this.lock.ask();
  }

  takeOver(): void {
    this.lock.takeOver();
  }

  release(): void {
    window.removeEventListener("offline", this.onOffline);
    window.removeEventListener("pagehide", this.onPageHide);
    window.removeEventListener("online", this.onWake);
    document.removeEventListener("visibilitychange", this.onWake);
    this.stop();
    this.lock.release();
  }

  /** Gets the microphone ready; best from a click, since the browser may ask. */
  async prepare(): Promise<boolean> {
    if (this.stream?.active) return true;
    return this.takeMicrophone(readDeviceChoice().input);
  }

  /** Registers with these credentials and answers what comes; with others than before, anew. */
  async start(access: PhoneAccess): Promise<void> {
    if (this.view.get().tab !== "mine") return;
    const isSame = this.access?.username === access.username && this.access.relayUrl === access.relayUrl;
    if (isSame && this.model.link !== "none") return;
    if (this.model.link !== "none") this.dispatch({ type: "stop" });
    this.access = access;
    if (!(await this.prepare()) || this.access !== access) return;
    this.dispatch({ type: "start" });
  }

  /** Is it with this user at this relay, or on the way there? */
  isWith(key: string): boolean {
    return (
      this.access !== null && this.model.link !== "none" && key === `${this.access.username} ${this.access.relayUrl}`
    );
  }

  /** Ends the leg and leaves the exchange. */
  stop(): void {
    this.access = null;
    this.dispatch({ type: "stop" });
    stopStream(this.stream);
    this.stream = null;
    this.show({ muted: false });
  }

  setMuted(muted: boolean): void {
    this.show({ muted });
    this.applyMute();
  }

  /** Is somebody on the line? Then silence is worth a warning. */
  setTalking(talking: boolean): void {
    this.sampler.setTalking(talking);
  }

  async chooseInput(input: string | null): Promise<void> {
    keepDeviceChoice({ ...readDeviceChoice(), input });
    if (this.stream) await this.takeMicrophone(input);
  }

  async chooseOutput(output: string | null): Promise<void> {
    keepDeviceChoice({ ...readDeviceChoice(), output });
    await this.speaker.chooseSink();
  }

  /** After a click: plays what the browser held back. */
  unblockAudio(): void {
    this.speaker.resume();
  }

  /** The microphone's stream while on duty, for a level meter. */
  microphone(): MediaStream | null {
    return this.stream;
  }

  private show(change: Partial<PhoneView>): void {
    this.view.set({ ...this.view.get(), ...change });
  }

  private dispatch(event: PhoneEvent): void {
    const { model, effects } = step(this.model, event);
    if (model === this.model && effects.length === 0) return;
    this.model = model;
    for (const effect of effects) this.perform(effect);
    this.show({ status: statusOf(this.model) });
    this.sampler.run(this.model.leg === "up");
  }

  private perform(effect: PhoneEffect): void {
    switch (effect) {
      case "open":
        void this.open();
        return;
      case "close":
        for (const name of ["retry", "probe", "path"] as const) this.cancel(name);
        this.line?.close();
        this.line = null;
        this.speaker.silence();
        return;
      case "answer":
        if (this.stream) this.line?.answer(this.stream);
        else this.line?.declineOffer();
        return;
      case "decline":
        this.line?.declineOffer();
        return;
      case "endOldLeg":
        this.line?.endOldLeg();
        return;
      case "registerLater":
        this.later("retry", retryDelayMs(this.model.tries, Math.random()), () => this.line?.register());
        return;
      case "probe":
        this.line?.register();
        this.later("probe", PROBE_MS, () => this.dispatch({ type: "probeSilent" }));
        return;
      case "dropLink":
        this.line?.dropLink();
        return;
      case "renegotiate":
        this.line?.renegotiate();
        return;
    }
  }

  private async open(): Promise<void> {
    const { access } = this;
    if (!access) return;
    if (!("RTCPeerConnection" in window)) return this.dispatch({ type: "unsupported" });
    // What an earlier line still tells is no longer about us.
    const current = (): boolean => this.access === access && this.model.link !== "none";
    const tell = (event: PhoneEvent): void => {
      if (current()) this.dispatch(event);
    };
    const line = await createLine(access, {
      registered: () => tell({ type: "registered" }),
      lost: () => tell({ type: "linkLost" }),
      registrationFailed: (final) => tell({ type: "registrationFailed", final }),
      offered: () => tell({ type: "offered" }),
      legUp: () => {
        this.sampler.restart();
        this.applyMute();
        tell({ type: "legUp" });
      },
      legEnded: () => tell({ type: "legEnded" }),
      renegotiated: () => tell({ type: "renegotiated" }),
      path: (state) => this.onPath(state, tell),
      remoteStream: (stream) => this.speaker.play(stream),
    });
    if (!current()) return;
    line.onLife(() => {
      if (!this.timers.has("probe")) return;
      this.cancel("probe");
      tell({ type: "probeAnswered" });
    });
    this.line = line;
    line.open();
  }

  private onPath(state: RTCIceConnectionState, tell: (event: PhoneEvent) => void): void {
    this.cancel("path");
    if (state === "connected" || state === "completed") tell({ type: "audioBack" });
    if (state === "failed") tell({ type: "audioBroken" });
    if (state === "disconnected") this.later("path", PATH_PATIENCE_MS, () => tell({ type: "audioBroken" }));
  }

  private async takeMicrophone(deviceId: string | null): Promise<boolean> {
    const result = await getMicrophone(deviceId);
    if (!result.ok) {
      this.show({ media: result.failure });
      return false;
    }
    const before = this.stream;
    this.stream = result.stream;
    const track = result.stream.getAudioTracks()[0];
    if (track) {
      track.onended = () => {
        // Unplugged in the middle: whatever else there is, before the customer hears nothing.
        if (this.stream === result.stream) void this.takeMicrophone(null);
      };
      const senders = this.line?.connection()?.getSenders() ?? [];
      await Promise.all(senders.map((sender) => (sender.track?.kind === "audio" ? sender.replaceTrack(track) : null)));
    }
    stopStream(before);
    this.show({ media: null });
    this.applyMute();
    return true;
  }

  /** Both the session and the track: JsSIP sets tracks from its own memory whenever the exchange renegotiates. */
  private applyMute(): void {
    const { muted } = this.view.get();
    this.line?.setMuted(muted);
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  private later(name: "retry" | "probe" | "path", ms: number, run: () => void): void {
    this.cancel(name);
    const timer = setTimeout(() => {
      this.timers.delete(name);
      run();
    }, ms);
    this.timers.set(name, timer);
  }

  private cancel(name: "retry" | "probe" | "path"): void {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
  }

  /** Says goodbye, so that the exchange rings the next page at once instead of a dead one. */
  private readonly onPageHide = (): void => {
    this.stop();
  };

  /** The timers of a hidden page come up to a minute late: once somebody looks, nobody waits for them. */
  private readonly onWake = (): void => {
    const isDown = this.model.link === "lost" || this.model.link === "refused";
    if (isDown && document.visibilityState === "visible") this.line?.wake();
  };

  private readonly onOffline = (): void => {
    this.line?.dropLink();
  };
}
