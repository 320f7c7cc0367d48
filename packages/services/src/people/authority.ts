import { CallbayError } from "@callbay/domain/errors";
import type { TenantRole } from "@callbay/domain/permissions";

/** Who leads a workspace is for its owners to say: a manager neither makes owners nor touches them. */
export function refuseOwnerMatters(actorRole: TenantRole, ...roles: readonly TenantRole[]): void {
  if (actorRole === "owner" || !roles.includes("owner")) return;
  throw new CallbayError("forbidden", "OWNER_ONLY", "Only an owner can do this. Nothing was changed.", {
    permission: "person.invite",
  });
}

/** The operator's own agents are the operator's to move. */
export function refuseOperatorEmployed(employer: "client" | "operator"): void {
  if (employer === "client") return;
  throw new CallbayError(
    "precondition",
    "OPERATOR_EMPLOYED",
    "This person is employed by your operator. Nothing was changed; ask the operator.",
  );
}
