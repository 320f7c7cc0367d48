import type { Db } from "@callbay/db/client";
import { FIXED_NOW } from "./clock.ts";
import { addPlatform, type Platform } from "./fixture/platform.ts";
import { addTenant, type TenantFixture } from "./fixture/tenant.ts";

export { TEST_PASSWORD } from "./fixture/person.ts";
export type { Member, TenantFixture } from "./fixture/tenant.ts";

export interface TwoTenants {
  readonly platform: Platform;
  readonly a: TenantFixture;
  readonly b: TenantFixture;
  readonly now: Date;
}

/**
 * An operator and two clients with a row, at least, in every tenant table for BOTH: a test of isolation that finds
 * nothing has found isolation, not emptiness. Names and references of the two are the same wherever they may be.
 */
export async function twoTenants(db: Db, now: Date = FIXED_NOW): Promise<TwoTenants> {
  const platform = await addPlatform(db, now);
  const a = await addTenant(
    db,
    platform,
    { slug: "alder", timezone: "Asia/Hong_Kong", country: "HK", currency: "HKD", phonePrefix: "+8522345" },
    now,
  );
  const b = await addTenant(
    db,
    platform,
    { slug: "birch", timezone: "Europe/Oslo", country: "NO", currency: "NOK", phonePrefix: "+472345" },
    now,
  );
  return { platform, a, b, now };
}
