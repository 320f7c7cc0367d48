import { notFound } from "@callbay/domain/errors";
import { operatorQuery, z } from "../verb.ts";

/** One company that issues invoices, with its logo as base64 PNG. */
export const getLegalEntity = operatorQuery({
  name: "legalEntity.get",
  permission: "platform.contract.read",
  input: z.strictObject({ legalEntityId: z.uuid() }),
  run: async ({ tx }, { legalEntityId }) => {
    const row = await tx.legalEntity.findUnique({ where: { id: legalEntityId } });
    if (!row) throw notFound("legal entity");
    const { logoPng, endpointScheme, endpointId, ...entity } = row;
    return {
      ...entity,
      endpoint: endpointScheme && endpointId ? { scheme: endpointScheme, id: endpointId } : null,
      logoPng: logoPng && Buffer.from(logoPng).toString("base64"),
    };
  },
});
