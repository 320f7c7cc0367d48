/** A call without an agent: a message, and keys that mean something. */
export interface AgentlessScript {
  /** What is played, as a media URI: "sound:…" or "recording:…". */
  readonly media: string;
  /** How often it is played while nobody presses a key, from 1. */
  readonly repeat: number;
  /** After the message: how long a key is waited for, in milliseconds; 0 when there are no keys. */
  readonly waitMs: number;
  readonly keys: Readonly<Partial<Record<AgentlessKey, KeyAction>>>;
}

export const AGENTLESS_KEYS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"] as const;
export type AgentlessKey = (typeof AGENTLESS_KEYS)[number];

export type KeyAction =
  /** The answer is this disposition (its code); the message that thanks is played, and the call ends. */
  | { readonly do: "answer"; readonly disposition: string; readonly media?: string }
  /** Never again: the number goes on the client's do-not-call list. */
  | { readonly do: "do_not_call"; readonly media?: string }
  | { readonly do: "repeat" }
  /** To an agent of the campaign who is ready. */
  | { readonly do: "agent" };

/** What is done about answering machines. */
export type AnsweringMachine =
  | { readonly detect: false }
  | {
      readonly detect: true;
      /** hangup, or a message after the beep. */
      readonly action: "hangup" | "message";
      readonly media?: string;
      /** What happens when the detector is unsure: it counts as a person unless the client wants otherwise. */
      readonly unsure: "human" | "machine";
    };
