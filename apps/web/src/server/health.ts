import "server-only";
import { server } from "./composition.ts";

export type PartState = "ok" | "degraded" | "down";

export interface Health {
  readonly status: "ok" | "degraded";
  readonly parts: Readonly<Record<string, { readonly status: PartState; readonly detail?: string }>>;
}

const DEADLINE_MS = 1_500;
/** media-bridge renews a node's lease every second or so; after this it is not there. */
const NODE_SILENT_MS = 15_000;

type Part = Health["parts"][string];

async function within(work: Promise<Part>): Promise<Part> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Part>((resolve) => {
    timer = setTimeout(() => resolve({ status: "down", detail: "no answer in time" }), DEADLINE_MS);
  });
  const settled = work.catch((): Part => ({ status: "down", detail: "does not answer" }));
  const part = await Promise.race([settled, late]);
  clearTimeout(timer);
  return part;
}

async function ask(url: string): Promise<Part> {
  const response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS), cache: "no-store" });
  const body: unknown = await response.json().catch(() => null);
  const said = typeof body === "object" && body !== null && "status" in body ? body.status : null;
  if (!response.ok) return { status: "down", detail: `answered ${response.status}` };
  return { status: said === "degraded" ? "degraded" : "ok" };
}

async function nodes(now: Date): Promise<Record<string, Part>> {
  const found = await server().deps.db.asOperator((tx) =>
    tx.pbxNode.findMany({
      select: { name: true, state: true, leaseOwner: true, leaseExpiresAt: true, heartbeatAt: true },
      orderBy: { name: "asc" },
    }),
  );
  return Object.fromEntries(
    found.map((node): [string, Part] => {
      const owned = node.leaseOwner !== null && node.leaseExpiresAt !== null && node.leaseExpiresAt > now;
      const heard = node.heartbeatAt !== null && now.getTime() - node.heartbeatAt.getTime() < NODE_SILENT_MS;
      const name = `pbx:${node.name}`;
      if (node.state === "down") return [name, { status: "down", detail: "marked as down" }];
      if (!owned) return [name, { status: "down", detail: "no media-bridge owns it" }];
      if (!heard) return [name, { status: "down", detail: "no heartbeat" }];
      return [name, node.state === "draining" ? { status: "degraded", detail: "draining" } : { status: "ok" }];
    }),
  );
}

/** How every part is. Always answers within two seconds, whatever hangs. */
export async function health(now: Date): Promise<Health> {
  const { config, pingRedis } = server();
  let pool: Record<string, Part> = {};
  const [database, redis, worker, mediaBridge] = await Promise.all([
    within(
      nodes(now).then((found): Part => {
        pool = found;
        return { status: "ok" };
      }),
    ),
    within(
      pingRedis().then((alive): Part => (alive ? { status: "ok" } : { status: "down", detail: "does not answer" })),
    ),
    within(ask(config.WORKER_HEALTH_URL)),
    within(ask(config.MEDIA_BRIDGE_HEALTH_URL)),
  ]);
  const parts: Record<string, Part> = {
    web: { status: "ok" },
    database,
    redis,
    worker,
    "media-bridge": mediaBridge,
    ...pool,
  };
  const fine = Object.values(parts).every((part) => part.status === "ok");
  return { status: fine ? "ok" : "degraded", parts };
}
