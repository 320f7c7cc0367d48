import type { OperatorRole, TenantRole } from "@callbay/domain/permissions";
import type { TenantFixture, TwoTenants } from "../two-tenants.ts";

/**
 * How to exercise one procedure with the ids of a tenant. `input` is called with tenant A for the owner's own call and
 * for the foreign one; whatever uuid of A it puts in is, for comparison, replaced by a random one.
 */
export interface WalkEntry {
  readonly side: "tenant" | "operator" | "account" | "public";
  /** Who does this in real life. */
  readonly as: TenantRole | OperatorRole;
  /** Takes the second agent, who has no seat and is not on duty, for `agent`. */
  readonly spare?: boolean;
  readonly input: (tenant: TenantFixture, world: TwoTenants) => unknown;
  /** Business codes that the owner's own call may end with, where the fixture cannot make it succeed. */
  readonly mayEndWith?: readonly string[];
  /** The permission, where the procedure is not made by `ask` or `change` and so cannot tell it. */
  readonly permission?: string;
}

export type WalkEntries = Readonly<Record<string, WalkEntry>>;

type Input = WalkEntry["input"];
type Extra = Pick<WalkEntry, "mayEndWith" | "permission" | "spare">;
const nothing: Input = () => ({});

/** A procedure of a workspace. */
export const tenant = (as: TenantRole, input: Input = nothing, extra: Extra = {}): WalkEntry => ({
  side: "tenant",
  as,
  input,
  ...extra,
});
/** A procedure of the operator's console. */
export const operator = (as: OperatorRole, input: Input = nothing, extra: Extra = {}): WalkEntry => ({
  side: "operator",
  as,
  input,
  ...extra,
});
/** A procedure of everybody signed in, on what is their own. */
export const account = (input: Input = nothing, extra: Extra = {}): WalkEntry => ({
  side: "account",
  as: "owner",
  input,
  ...extra,
});
/** A procedure without sign-in. */
export const open = (input: Input = nothing, extra: Extra = {}): WalkEntry => ({
  side: "public",
  as: "owner",
  input,
  ...extra,
});
