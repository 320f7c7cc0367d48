/** What the desk's telephone is given and what it tells; everything that JsSIP says is translated into these words. */

/** Minted for one duty session by the server; it dies with the session. */
export interface PhoneAccess {
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  /** The relay's WebSocket with its pass. */
  readonly relayUrl: string;
}

/** Why there is no microphone. */
export type MediaFailure =
  /** The person or a policy said no. */
  | "denied"
  /** The question was closed without an answer. */
  | "dismissed"
  /** The operating system keeps the browser from it. */
  | "blocked_by_system"
  | "no_device"
  /** Another program holds it. */
  | "in_use"
  /** The page did not come over HTTPS or from this machine. */
  | "insecure"
  | "unknown";

/** Why the telephone stopped for good, until somebody starts it again. */
export type PhoneFailure =
  /** The exchange does not know these credentials: the duty session is over or moved. */
  | "refused"
  /** No WebRTC in this browser. */
  | "unsupported";

export type PhoneStatus =
  | { readonly name: "off" }
  | { readonly name: "connecting" }
  /** At the exchange; its one call to us has not come yet. */
  | { readonly name: "registered" }
  /** The nailed-up leg is up. `broken`: signalling lives, audio does not. */
  | { readonly name: "inCall"; readonly audio: "good" | "broken" }
  /** The relay is lost. `legAlive`: audio goes on meanwhile. */
  | { readonly name: "reconnecting"; readonly legAlive: boolean; readonly attempt: number }
  | { readonly name: "failed"; readonly reason: PhoneFailure };

/** Which tab of this browser holds the telephone. */
export type TabHold =
  | "asking"
  | "mine"
  /** Another tab had it first. */
  | "elsewhere"
  /** Another tab took it from us. */
  | "taken";

export interface PhoneView {
  readonly status: PhoneStatus;
  readonly tab: TabHold;
  readonly muted: boolean;
  /** The last attempt to get a microphone failed like this. */
  readonly media: MediaFailure | null;
  /** The browser wants a click before it plays sound. */
  readonly audioBlocked: boolean;
}
