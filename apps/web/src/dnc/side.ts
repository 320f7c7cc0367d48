import type { RouterOutputs } from "@callbay/api/router";
import { useMay } from "~/shell/me.tsx";

/** Whose page it is: the operator's console, or a client's workspace. */
export type Side = "operator" | "tenant";

export type Register = RouterOutputs["dnc"]["registers"]["items"][number];
export type NumbersImport = RouterOutputs["dnc"]["imports"]["items"][number];

/** May this person change registers and lists on this side? */
export function useMayWrite(side: Side): boolean {
  return useMay()(side === "operator" ? "platform.dnc.write" : "dnc.write");
}

const SOON_MS = 7 * 86_400_000;

/** How long a register may still be dialled by: for some time, for some days, or not any more. */
export function validity({ validUntil }: Pick<Register, "validUntil">, now: number | null): "good" | "soon" | "over" {
  if (validUntil === null || now === null) return "good";
  const left = validUntil.getTime() - now;
  return left < 0 ? "over" : left < SOON_MS ? "soon" : "good";
}
