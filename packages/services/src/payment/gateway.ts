import { CallbayError } from "@callbay/domain/errors";
import type { PaymentGateway } from "@callbay/gateways/payment-port";
import type { Deps, VerbContext } from "../context.ts";

/** @throws CallbayError PAYMENTS_NOT_CONFIGURED where clients pay by bank transfer alone. */
export function requireGateway(deps: Deps): PaymentGateway {
  if (deps.payments) return deps.payments;
  throw new CallbayError(
    "precondition",
    "PAYMENTS_NOT_CONFIGURED",
    "Cards are not accepted here. Nothing was changed; pay by bank transfer with the invoice's reference.",
  );
}

/** The same request, on behalf of Callbay itself: what the provider says is written down for whoever asked. */
export function asSystem(ctx: VerbContext): VerbContext {
  return { ...ctx, actor: { kind: "system", name: "payments" } };
}
