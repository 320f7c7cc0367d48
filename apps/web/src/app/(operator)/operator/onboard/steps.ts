import type { RouterOutputs } from "@callbay/api/router";

export type Client = RouterOutputs["operator"]["tenants"]["get"];

/** What brings a client live, in this order; each is saved by itself, and what is done is read from what there is. */
export const STEPS = ["company", "contract", "numbers", "channels", "owner"] as const;
export type StepKey = (typeof STEPS)[number];

/** Which steps are done; without a client none is. */
export function doneSteps(client: Client | undefined): Readonly<Record<StepKey, boolean>> {
  return {
    company: client !== undefined,
    contract: client?.contracts.some((one) => one.state === "active") ?? false,
    numbers: (client?.numbers.length ?? 0) > 0,
    channels: (client?.attachments.length ?? 0) > 0,
    owner: [...(client?.people ?? []), ...(client?.invitations ?? [])].some((one) => one.role === "owner"),
  };
}

/** Where to go on; null when all is done. */
export function nextStep(done: Readonly<Record<StepKey, boolean>>): StepKey | null {
  return STEPS.find((step) => !done[step]) ?? null;
}
