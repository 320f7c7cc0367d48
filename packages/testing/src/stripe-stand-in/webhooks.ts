import { createHmac } from "node:crypto";
import type { StripeEvent } from "./shapes.ts";

/** Takes a webhook; answers the status. */
export type Deliver = (rawBody: Uint8Array, signature: string) => Promise<number>;

export function signatureOf(rawBody: Uint8Array, secret: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const signature = createHmac("sha256", secret).update(`${seconds}.`).update(rawBody).digest("hex");
  return `t=${seconds},v1=${signature}`;
}

export function deliverTo(url: string): Deliver {
  return async (rawBody, signature) => {
    const headers = { "content-type": "application/json; charset=utf-8", "stripe-signature": signature };
    const response = await fetch(url, { method: "POST", headers, body: Buffer.from(rawBody) }).catch(() => null);
    await response?.arrayBuffer();
    return response?.status ?? 0;
  };
}

/** Sends events one after the other, or keeps them until told. */
export class Outbox {
  private held: StripeEvent[] = [];
  private holding = false;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly deliver: Deliver | null,
    private readonly secret: string,
    private readonly clock: () => Date,
  ) {}

  push(event: StripeEvent): void {
    if (this.holding || !this.deliver) this.held.push(event);
    else this.queue = this.queue.then(() => this.send(event));
  }

  hold(): void {
    this.holding = true;
  }

  /** Sends what was kept, in another order or more than once if so told, and keeps nothing from now on. */
  async release({ reverse = false, times = 1 } = {}): Promise<void> {
    this.holding = false;
    const kept = this.held.splice(0);
    if (reverse) kept.reverse();
    for (const event of kept) for (let n = 0; n < times; n++) await this.send(event);
  }

  /** Sends one event now, signed as of now. Answers the status. */
  async send(event: StripeEvent): Promise<number> {
    const body = Buffer.from(JSON.stringify(event));
    return (await this.deliver?.(body, signatureOf(body, this.secret, this.clock()))) ?? 0;
  }

  /** Resolves when everything that was not kept has been sent. */
  async settled(): Promise<void> {
    await this.queue;
  }
}
