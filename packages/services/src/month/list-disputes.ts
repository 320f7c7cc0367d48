import { disputeRows } from "@callbay/db/sql/month";
import { operatorQuery, z } from "../verb.ts";
import { disputeView } from "./dispute-view.ts";

/** Disputes of all clients, or of one, or of one invoice: open ones first, the oldest of them first. */
export const listDisputes = operatorQuery({
  name: "dispute.list",
  permission: "platform.billing.read",
  input: z.strictObject({
    tenantId: z.uuid().optional(),
    invoiceId: z.uuid().optional(),
    open: z.boolean().optional(),
    limit: z.int().min(1).max(500).default(200),
  }),
  run: async ({ tx }, input) => ({ items: (await disputeRows(tx, input)).map(disputeView) }),
});
