import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const projectRoot = fileURLToPath(new URL("../../../", import.meta.url));
/** Everything the embedded default makes: never committed, survives a restart. */
export const home = join(projectRoot, ".callbay");
export const migrationsDir = join(projectRoot, "prisma/migrations");
