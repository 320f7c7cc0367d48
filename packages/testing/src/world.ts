import type { Db } from "@callbay/db/client";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { type Recorder, recorder } from "./recorder.ts";
import { type TwoTenants, twoTenants } from "./two-tenants.ts";

/** Two clients in a database of the file's own, and a record of what verbs send out. */
export interface World extends TwoTenants {
  readonly db: Db;
  /** As the migrations' owner. */
  readonly ownerUrl: string;
  /** Empty at the beginning of each test. */
  readonly record: Recorder;
}

export interface WorldOptions {
  /** When everything in it was made; FIXED_NOW when nothing is said. */
  readonly now?: Date;
  readonly poolSize?: number;
}

/**
 * What most files of integration tests stand on: call it once, at the top of the file. It opens before the file's own
 * `beforeAll` and closes after its last test; until then there is nothing in it to be read.
 */
export function openWorld({ now, poolSize }: WorldOptions = {}): World {
  let opened: { readonly database: TestDatabase; readonly tenants: TwoTenants } | undefined;
  const open = () => {
    if (!opened) throw new Error("The world opens in beforeAll: read it in a test or in a later hook.");
    return opened;
  };
  const record = recorder(() => open().database.db);
  beforeAll(async () => {
    const database = await createTestDatabase(poolSize === undefined ? {} : { poolSize });
    opened = { database, tenants: await twoTenants(database.db, now) };
  });
  afterAll(() => opened?.database.close());
  beforeEach(() => record.clear());
  return {
    record,
    get db() {
      return open().database.db;
    },
    get ownerUrl() {
      return open().database.ownerUrl;
    },
    get platform() {
      return open().tenants.platform;
    },
    get a() {
      return open().tenants.a;
    },
    get b() {
      return open().tenants.b;
    },
    get now() {
      return open().tenants.now;
    },
  };
}
