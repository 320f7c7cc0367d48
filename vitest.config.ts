import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const exclude = ["**/node_modules/**", "**/dist/**", "**/.next/**", ".callbay/**"];

/**
 * The files that take longest, each some seconds at least: begun first, so that no worker ends alone with one of them.
 * The order changes nothing else; a file that is missing here comes later, the larger the earlier.
 */
const LONGEST = [
  "packages/domain/src/wall-clock.test.ts",
  "packages/services/src/invoice/einvoice/einvoice.test.ts",
  "packages/api/src/verbs.test.ts",
  "packages/domain/src/rating/rate-properties.test.ts",
  "packages/domain/src/eligibility-properties.test.ts",
  "packages/testing/src/pacing-sim/day.test.ts",
  "packages/domain/src/number-set/number-set.test.ts",
  // Those that wait for telephones beside those that compute.
  "apps/media-bridge/test/real-calls.int.test.ts",
  "packages/api/src/two-tenant-walk.int.test.ts",
  "tooling/cli/src/replay/replay.int.test.ts",
  "packages/services/src/billing/killed.int.test.ts",
  "apps/worker/src/worker-death.int.test.ts",
  "packages/services/src/payment/payment.int.test.ts",
  "tooling/cli/src/chaos/two-nodes.int.test.ts",
  "prisma/seed/seed.int.test.ts",
  "packages/pbx/src/ari/control.int.test.ts",
  "packages/services/src/report/report.int.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

/**
 * `unit` needs nothing; `integration` (*.int.test.ts) stands on real Postgres, Redis and Asterisk.
 * Files of a project share its two processes and the modules loaded there: what a test changes in its process (a clock,
 * the environment, what a module remembers) it puts back.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          sequence: { groupOrder: 0 },
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.int.test.ts"],
          // A hang is a failure; a busy machine is none.
          testTimeout: 60_000,
          pool: "forks",
          maxWorkers: 2,
          isolate: false,
          setupFiles: ["vitest.properties.ts"],
        },
      },
      {
        test: {
          name: "integration",
          sequence: { groupOrder: 1 },
          include: ["**/*.int.test.ts"],
          exclude,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          pool: "forks",
          maxWorkers: 2,
          isolate: false,
        },
      },
    ],
  },
});
