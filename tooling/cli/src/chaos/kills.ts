/** Kills parts of a running world at random moments and starts each again a while later. */
import { setTimeout as sleep } from "node:timers/promises";
import type { App, World } from "./world.ts";

export type Kind = "worker" | "media-bridge" | "pbx" | "redis" | "postgres";

interface Target {
  readonly kind: Kind;
  readonly name: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface KillPlan {
  readonly kills: number;
  /** Milliseconds between two kills in the mean; they come as rain does. */
  readonly everyMs: number;
  readonly random: () => number;
  readonly say: (text: string) => void;
}

/** Down for so long, evenly spread, in milliseconds: shorter and longer than every lease. */
const DOWN_MS = [100, 8_000] as const;

/** Everything that can die, one kind as likely as another. Resolves when all of it is up again; answers deaths by kind. */
export async function killAtRandom(
  world: World,
  apps: readonly App[],
  plan: KillPlan,
): Promise<ReadonlyMap<Kind, number>> {
  const { random, say } = plan;
  const targets = targetsOf(world, apps);
  const kinds = [...new Set(targets.map(({ kind }) => kind))];
  const down = new Map<Target, Promise<void>>();
  const deaths = new Map<Kind, number>();
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  for (let done = 0; done < plan.kills; ) {
    await sleep(-plan.everyMs * Math.log(1 - random()));
    const kind = pick(kinds);
    const target = pick(targets.filter((one) => one.kind === kind && !down.has(one)));
    if (!target) continue;
    done += 1;
    deaths.set(target.kind, (deaths.get(target.kind) ?? 0) + 1);
    const downMs = DOWN_MS[0] + random() * (DOWN_MS[1] - DOWN_MS[0]);
    say(`${done}: ${target.name} dies, for ${(downMs / 1_000).toFixed(1)} s`);
    down.set(
      target,
      (async () => {
        await target.kill();
        await sleep(downMs);
        await target.start();
        down.delete(target);
      })(),
    );
    // A part that does not come up again ends the run: that is a finding.
    await Promise.race([sleep(0), ...down.values()]);
  }
  await Promise.all(down.values());
  return deaths;
}

function targetsOf({ stack }: World, apps: readonly App[]): Target[] {
  const { postgres, redis } = stack;
  if (!postgres || !redis) throw new Error("the database and Redis are not ours to kill");
  return [
    ...apps.map((app) => ({ kind: app.kind, name: app.name, kill: () => app.kill(), start: () => app.start() })),
    ...stack.nodes.map(({ name }) => ({
      kind: "pbx" as const,
      name,
      kill: async () => stack.nodes.find((node) => node.name === name)?.kill(),
      start: async () => {
        await stack.restartNode(name);
      },
    })),
    { kind: "redis", name: "redis", kill: redis.kill, start: redis.restart },
    { kind: "postgres", name: "postgres", kill: postgres.kill, start: postgres.restart },
  ];
}
