import { countDetections } from "@callbay/db/sql/machine-error";
import { machineError } from "@callbay/domain/machine-detection";
import { tenantQuery, z } from "../verb.ts";
import { loadCampaign } from "./load.ts";

const DAY_MS = 86_400_000;

/**
 * How often the machine detector of a campaign was wrong, as far as agents could tell: people taken for machines (from
 * the sample of machines that is handed to agents all the same) and machines taken for people, with counts and bounds.
 */
export const campaignMachineError = tenantQuery({
  name: "campaign.machine_error",
  permission: "campaign.read",
  input: z.strictObject({ campaignId: z.uuid(), days: z.int().min(1).max(90).default(30) }),
  run: async ({ tx, tenantId, now }, { campaignId, days }) => {
    await loadCampaign(tx, tenantId, campaignId);
    const counts = await countDetections(tx, tenantId, campaignId, new Date(now.getTime() - days * DAY_MS));
    const { falsePositives, falseNegatives, ...rest } = machineError(counts);
    const shown = ({ between: [low, high], ...rate }: typeof falsePositives) => ({ ...rate, low, high });
    const { listened, people, machines, unsure, medianMs } = counts;
    return {
      days,
      listened,
      people,
      machines,
      unsure,
      /** From the answer to the verdict, milliseconds. */
      medianMs,
      falsePositives: shown(falsePositives),
      falseNegatives: shown(falseNegatives),
      ...rest,
    };
  },
});
