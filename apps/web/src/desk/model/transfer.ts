import type { RouterOutputs } from "@callbay/api/router";

export type TransferTargets = RouterOutputs["duty"]["transferTargets"];

/** What a line of the list stands for; the same that the server is asked for. */
export type TransferTarget =
  | { readonly kind: "number"; readonly phone: string }
  | { readonly kind: "agent"; readonly membershipId: string }
  | { readonly kind: "campaign"; readonly campaignId: string }
  | { readonly kind: "team"; readonly orgUnitId: string }
  | { readonly kind: "skill"; readonly skillId: string };

export interface TransferChoice {
  readonly key: string;
  readonly target: TransferTarget;
  readonly name: string;
  /** A colleague's state, or how many of a group are free; null for a number. */
  readonly state: string | null;
  readonly ready: number;
  readonly onDuty: number;
  /** Somebody is there to take it. */
  readonly isFree: boolean;
}

const NUMBER = /^\+?[0-9][0-9 ().-]{2,}$/;

/** What can be chosen for what was typed: the number itself, groups, colleagues; who is free comes first. */
export function choicesOf(typed: string, targets: TransferTargets | undefined): TransferChoice[] {
  const search = typed.trim().toLocaleLowerCase();
  const fits = ({ name }: { readonly name: string }): boolean => name.toLocaleLowerCase().includes(search);
  const number: TransferChoice[] = NUMBER.test(typed.trim())
    ? [
        {
          ...{ key: "number", target: { kind: "number", phone: typed.trim() }, name: typed.trim() },
          ...{ state: null, ready: 0, onDuty: 0, isFree: true },
        },
      ]
    : [];
  const agents = (targets?.agents ?? []).filter(fits).map(
    ({ membershipId, name, state }): TransferChoice => ({
      ...{ key: membershipId, target: { kind: "agent", membershipId }, name, state },
      ...{ ready: 0, onDuty: 0, isFree: state === "ready" },
    }),
  );
  const queues = (targets?.queues ?? []).filter(fits).map(
    ({ kind, id, name, ready, onDuty }): TransferChoice => ({
      ...{ key: id, name, state: null, ready, onDuty, isFree: true },
      target: groupOf(kind, id),
    }),
  );
  const free = (wanted: boolean) => agents.filter(({ isFree }) => isFree === wanted);
  return [...number, ...free(true), ...queues, ...free(false)];
}

function groupOf(kind: TransferTargets["queues"][number]["kind"], id: string): TransferTarget {
  switch (kind) {
    case "campaign":
      return { kind, campaignId: id };
    case "team":
      return { kind, orgUnitId: id };
    case "skill":
      return { kind, skillId: id };
  }
}

/** The line that the keyboard goes to from this one; it stays at the ends. */
export function moved(index: number, by: 1 | -1, count: number): number {
  return Math.min(Math.max(0, index + by), Math.max(0, count - 1));
}
