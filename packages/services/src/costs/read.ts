import { parseCostComponents } from "@callbay/domain/ledger/cost-sheet";
import { explainComponent } from "@callbay/domain/rating/explain";
import { operatorQuery, z } from "../verb.ts";
import { costComponents, refuseCurrency } from "./add.ts";
import { sheetOf } from "./sheets.ts";

/** All cost sheets, newest first, each component in a sentence with a worked example. */
export const listCostSheets = operatorQuery({
  name: "costs.list",
  permission: "platform.billing.read",
  input: z.strictObject({ currency: z.string().length(3).optional() }),
  run: async ({ tx }, { currency }) => {
    const rows = await tx.costSheet.findMany({
      where: currency ? { currency } : {},
      orderBy: [{ currency: "asc" }, { effectiveFrom: "desc" }],
    });
    const seen = new Set<string>();
    return {
      items: rows.map((row) => {
        const sheet = sheetOf(row);
        const newest = !seen.has(row.currency);
        seen.add(row.currency);
        return {
          id: row.id,
          currency: row.currency,
          effectiveFrom: sheet.effectiveFrom,
          /** Of its currency. */
          newest,
          createdAt: row.createdAt,
          createdBy: row.createdBy,
          components: sheet.components.map((params) => ({
            params,
            explanation: explainComponent(params, row.currency),
          })),
        };
      }),
    };
  },
});

/** What a cost sheet would say, before it is added. */
export const explainCosts = operatorQuery({
  name: "costs.explain",
  permission: "platform.billing.read",
  input: z.strictObject({ currency: z.string().length(3), components: costComponents }),
  run: async (_unit, { currency, components }) => {
    refuseCurrency(currency);
    const items = parseCostComponents(components).map((params) => ({
      params,
      explanation: explainComponent(params, currency),
    }));
    return { items };
  },
});
