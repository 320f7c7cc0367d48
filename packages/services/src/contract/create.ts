import { newId } from "@callbay/db/ids";
import { toDbDate } from "@callbay/domain/calendar";
import { currencyExponent } from "@callbay/domain/currency";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { onConflict } from "../billing/db-errors.ts";
import { operatorVerb, z } from "../verb.ts";
import { insertVersion, termsSchema } from "./terms.ts";

/** Drafts a contract with its first version. It charges and allows nothing until it is activated. */
export const createContract = operatorVerb({
  name: "contract.create",
  permission: "platform.contract.write",
  input: z.strictObject({
    tenantId: z.uuid(),
    legalEntityId: z.uuid(),
    reference: z.string().trim().min(1).max(80),
    form: z.enum(["FULL", "SEAT"]),
    currency: z.string().regex(/^[A-Z]{3}$/, "an ISO 4217 code such as CNY"),
    startsOn: z.iso.date(),
    endsOn: z.iso.date().nullish(),
    terms: termsSchema,
  }),
  run: async ({ tx, now, audit, emit }, input) => {
    const { tenantId, legalEntityId, reference, form, currency, startsOn, terms } = input;
    const endsOn = input.endsOn ?? null;
    currencyExponent(currency);
    if (endsOn !== null && endsOn < startsOn) {
      throw new CallbayError(
        "invalid",
        "CONTRACT_DAYS_INVALID",
        "A contract ends on the day it starts or later. Nothing was changed.",
        { startsOn, endsOn },
      );
    }
    if (!(await tx.tenant.findUnique({ where: { id: tenantId }, select: { id: true } }))) throw notFound("tenant");
    if (!(await tx.legalEntity.findUnique({ where: { id: legalEntityId }, select: { id: true } }))) {
      throw notFound("legal entity");
    }
    const contractId = newId();
    await onConflict(
      "contract_tenant_id_reference_key",
      () =>
        new CallbayError(
          "conflict",
          "CONTRACT_REFERENCE_TAKEN",
          `This client already has a contract ${reference}. Nothing was changed; choose another reference.`,
          { reference },
        ),
      () =>
        tx.contract.createMany({
          data: {
            tenantId,
            id: contractId,
            legalEntityId,
            reference,
            form,
            currency,
            startsOn: toDbDate(startsOn),
            endsOn: endsOn && toDbDate(endsOn),
            createdAt: now,
          },
        }),
    );
    const version = { version: 1, effectiveFrom: startsOn, lastDay: endsOn, terms, now };
    await insertVersion(tx, { tenantId, contractId, currency, ...version });
    await audit({
      action: "contract.create",
      entity: "contract",
      entityId: contractId,
      tenantId,
      after: { reference, form, currency, startsOn, endsOn, terms },
    });
    emit({ type: "contract.changed", contractId }, { tenantId });
    emit({ type: "contract.changed", contractId });
    return { contractId };
  },
});
