import type { AnsweringMachine } from "./agentless/types.ts";
import { SAMPLED_PER_MILLE } from "./machine-detection/sampling.ts";

export { isSampled, SAMPLED_PER_MILLE } from "./machine-detection/sampling.ts";

/** What the detector says of who answered. */
export const VERDICTS = ["human", "machine", "unsure"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What is done with an answered call after the detector's word. */
export type MachineAct =
  | { readonly do: "join" }
  | { readonly do: "hangup" }
  /** A message after the beep. */
  | { readonly do: "message"; readonly media: string };

/**
 * What to do with who answered. A person is joined, and so is whoever the detector is not sure of, unless the client
 * wants otherwise. A machine that is sampled goes to an agent all the same: only somebody who listens can tell that
 * the detector was wrong, and nobody would ever learn how many people were hung up on.
 *
 * @param mayDrop do the profile and the contact's consent allow a message on a machine?
 */
export function machineAct(
  rule: AnsweringMachine,
  verdict: Verdict,
  { sampled, mayDrop }: { readonly sampled: boolean; readonly mayDrop: boolean },
): MachineAct {
  if (!rule.detect || verdict === "human" || sampled) return { do: "join" };
  if (verdict === "unsure" && rule.unsure === "human") return { do: "join" };
  return rule.action === "message" && rule.media !== undefined && mayDrop
    ? { do: "message", media: rule.media }
    : { do: "hangup" };
}

/** Calls by the detector's word and, where an agent listened, by the agent's. */
export interface DetectionCounts {
  /** Taken for a machine. */
  readonly machines: number;
  /** Of those, handed to an agent as a sample, who has given their word on the call. */
  readonly sampled: number;
  /** Of the sampled, those in which the agent met a person. */
  readonly sampledPeople: number;
  /** Taken for a person or not decided, and talked to by an agent who has given their word. */
  readonly joined: number;
  /** Of those, the ones in which the agent met a machine. */
  readonly joinedMachines: number;
  readonly unsure: number;
}

export interface ErrorRate {
  /** Wrong ÷ looked at; null while nobody has looked. */
  readonly rate: number | null;
  readonly wrong: number;
  readonly of: number;
  /** The interval that holds the true rate with 95 % confidence (Wilson); [0, 1] while nobody has looked. */
  readonly between: readonly [low: number, high: number];
}

export interface MachineError {
  /** People taken for machines: measured on the sample. */
  readonly falsePositives: ErrorRate;
  /** Machines that reached an agent: measured on all that were joined. */
  readonly falseNegatives: ErrorRate;
  /** People who were hung up on, estimated from the sample: machines not sampled × the rate. Null while unknown. */
  readonly peopleLost: number | null;
  readonly sampledPerMille: number;
}

/** The detector's error as far as it was measured. */
export function machineError(counts: DetectionCounts): MachineError {
  const falsePositives = rateOf(counts.sampledPeople, counts.sampled);
  const unheard = Math.max(0, counts.machines - counts.sampled);
  return {
    falsePositives,
    falseNegatives: rateOf(counts.joinedMachines, counts.joined),
    peopleLost: falsePositives.rate === null ? null : Math.round(unheard * falsePositives.rate),
    sampledPerMille: SAMPLED_PER_MILLE,
  };
}

/** Two-sided 95 % quantile of the normal distribution. */
const Z = 1.959_963_985;

/** A share with its Wilson interval, which stays true for the small counts a sample has. */
function rateOf(wrong: number, of: number): ErrorRate {
  if (of === 0) return { rate: null, wrong, of, between: [0, 1] };
  const share = wrong / of;
  const spread = 1 + (Z * Z) / of;
  const middle = (share + (Z * Z) / (2 * of)) / spread;
  const half = (Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of))) / spread;
  return { rate: share, wrong, of, between: [Math.max(0, middle - half), Math.min(1, middle + half)] };
}
