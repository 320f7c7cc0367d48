/** A contact that came up on the desk. Times are milliseconds since 1970, as the page's own clock has them. */
export interface Pop {
  readonly name: string;
  readonly paintedAt: number;
  /** When the event that told of the call came into the page; null when the page asked by itself. */
  readonly arrivedAt: number | null;
  /** The first sound of the call: packets arrive again after a silence. Null when none has yet. */
  heardAt: number | null;
}

declare global {
  interface Window {
    callbayPops?: Pop[];
  }
}

/** Runs in the page, before anything of the product: notes each contact that is painted, and the first sound of its call. */
export function watchPops(): void {
  const pops: Pop[] = [];
  window.callbayPops = pops;
  const now = () => performance.timeOrigin + performance.now();

  const connections: RTCPeerConnection[] = [];
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...args: ConstructorParameters<typeof Native>) {
      super(...args);
      connections.push(this);
    }
  };
  let arrivedAt: number | null = null;
  const NativeSource = window.EventSource;
  window.EventSource = class extends NativeSource {
    constructor(...args: ConstructorParameters<typeof NativeSource>) {
      super(...args);
      this.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (typeof data === "string" && data.includes('"call.joined"')) arrivedAt = now();
      });
    }
  };
  // While nobody is on the line the PBX sends nothing.
  const SILENCE_MS = 300;
  let lastPacketAt = 0;
  let heardAt: number | null = null;
  setInterval(() => {
    for (const connection of connections)
      for (const receiver of connection.getReceivers())
        for (const { timestamp } of receiver.getSynchronizationSources()) {
          // Chromium counts from 1970, the standard from the beginning of the page.
          const at = timestamp > performance.timeOrigin ? timestamp : performance.timeOrigin + timestamp;
          if (at <= lastPacketAt) continue;
          if (at - lastPacketAt > SILENCE_MS) {
            heardAt = at;
            const pop = pops.at(-1);
            // Painted first: its sound comes after it.
            if (pop && pop.heardAt === null && at >= pop.paintedAt) pop.heardAt = at;
          }
          lastPacketAt = at;
        }
  }, 4);

  let shown = "";
  const look = () => {
    const name = document.querySelector('[data-testid="contact-name"]')?.textContent ?? "";
    if (name === shown) return;
    shown = name;
    if (name === "") return;
    // After the frame that shows it: a task that is posted in it runs when it has been painted.
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        const paintedAt = now();
        // Heard before it was painted: the sound of this call is the one that began last, if that is no older than it.
        const earlier = heardAt !== null && paintedAt - heardAt < 2_000 && heardAt > (pops.at(-1)?.heardAt ?? 0);
        pops.push({ name, paintedAt, arrivedAt, heardAt: earlier ? heardAt : null });
        arrivedAt = null;
      };
      channel.port2.postMessage(null);
    });
  };
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
