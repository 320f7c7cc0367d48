import type { OperatorRole, TenantRole } from "./permissions.ts";

/** Who acts. Built by the edge (a checked session, a process's own identity), never by a caller's input. */
export type Actor = OperatorActor | TenantActor | SystemActor;

export interface OperatorActor {
  readonly kind: "operator";
  readonly accountId: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly sessionId: string;
  /** Their role needs a second factor and they have none: until then they may set one up, and nothing else. */
  readonly secondFactorMissing?: boolean;
}

export interface TenantActor {
  readonly kind: "tenant";
  readonly accountId: string;
  readonly membershipId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly role: TenantRole;
  readonly sessionId: string;
  /** Their role needs a second factor and they have none: until then they may set one up, and nothing else. */
  readonly secondFactorMissing?: boolean;
}

/** One of our own processes: the dial loop, media-bridge, a job. */
export interface SystemActor {
  readonly kind: "system";
  readonly name: string;
}
