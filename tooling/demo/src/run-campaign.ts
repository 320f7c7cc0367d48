import type { Phones } from "@callbay/tooling-runtime/phones";
import { until } from "@callbay/tooling-runtime/process/until";
import { type DispositionIds, type SimulatedAgent, startAgent } from "./agents.ts";
import type { DeskSide } from "./desk-side.ts";
import type { Client } from "./onboard.ts";

const DEADLINE_MS = 10 * 60_000;

export interface CampaignRun {
  readonly side: DeskSide;
  readonly client: Client;
  readonly campaignId: string;
  readonly dispositions: DispositionIds;
  readonly phones: Phones;
  readonly registrar: { readonly host: string; readonly port: number };
  readonly onProgress: (done: number, total: number) => void;
}

/** Agents go on duty, the campaign starts, and everybody works until the platform says that it is completed. */
export async function runCampaign(run: CampaignRun): Promise<void> {
  const { side, client, campaignId } = run;
  const errors: unknown[] = [];
  const phoneOf = async (callId: string) =>
    side.db.withTenant(client.tenantId, async (tx) => {
      const { tenantId } = client;
      // The attempt: its row is there before anything rings, the call's may come a moment later.
      const attempt = await tx.attempt.findUniqueOrThrow({ where: { tenantId_id: { tenantId, id: callId } } });
      return attempt.phone;
    });
  const agents: SimulatedAgent[] = await Promise.all(
    client.agents.map((actor) =>
      startAgent({
        side,
        actor,
        phones: run.phones,
        registrar: run.registrar,
        dispositions: run.dispositions,
        phoneOf,
        onError: (error) => errors.push(error),
      }),
    ),
  );
  const manager = side.as(client.manager);
  await until(
    async () => {
      const floor = await manager.floor.live();
      return floor.agents.filter((agent) => agent.state === "ready").length === agents.length;
    },
    { deadlineMs: 60_000, everyMs: 200, describe: () => "not every agent became ready within a minute" },
  );
  await manager.campaigns.start({ campaignId });
  await until(
    async () => {
      const [firstError] = errors;
      if (firstError) throw firstError;
      const { state } = await manager.campaigns.get({ campaignId });
      const progress = await manager.campaigns.progress({ campaignId });
      run.onProgress(progress.byState.done + progress.byState.blocked, progress.total);
      return state === "completed";
    },
    { deadlineMs: DEADLINE_MS, everyMs: 500, describe: () => "the campaign did not complete within ten minutes" },
  );
  for (const agent of agents) await agent.leave();
}
