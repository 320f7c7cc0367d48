import { createDb } from "@callbay/db/client";
import { type SeedNode, seedPlatform } from "../../../prisma/seed/platform.ts";
import { type SignIn, seedDemo } from "../../../prisma/seed/seed.ts";
import { createStage } from "../../../prisma/seed/stage.ts";

interface Installation {
  readonly env: Readonly<Record<string, string>>;
  /** JSON list of the PBX nodes that run now. */
  readonly nodes: string;
  readonly password: string;
}

/** Fills the installation with the demo's operator and clients, as far as they are not there; see prisma/seed. */
export async function seedInstallation({ env, nodes, password }: Installation): Promise<SignIn[]> {
  return withStage(env, async (deps) => {
    const { signIns } = await seedDemo({ deps, nodes: parseNodes(nodes), password, now: new Date() });
    return signIns;
  });
}

/** Makes the operator alone: company, people, seats, pool. */
export async function seedOperator({ env, nodes, password }: Installation) {
  return withStage(env, (deps) => seedPlatform(createStage(deps, new Date(), password), parseNodes(nodes)));
}

type StageDeps = Parameters<typeof createStage>[0];

async function withStage<T>(env: Readonly<Record<string, string>>, work: (deps: StageDeps) => Promise<T>): Promise<T> {
  const db = createDb({ url: env.DATABASE_URL ?? "", poolSize: 4, applicationName: "callbay-seed" });
  try {
    return await work({
      db,
      storageDir: env.STORAGE_DIR ?? "",
      secretKey: env.SECRET_KEY ?? "",
      appUrl: env.APP_URL ?? "",
      relayUrl: env.RELAY_URL ?? "",
    });
  } finally {
    await db.close();
  }
}

function parseNodes(json: string): SeedNode[] {
  const nodes = JSON.parse(json) as (Omit<SeedNode, "trunk"> & { trunk?: string })[];
  return nodes.map(({ trunk = "carrier", ...node }) => ({
    ...node,
    trunk: { name: trunk, endpoint: trunk, maxChannels: 200, callsPerSecond: 20 },
  }));
}
