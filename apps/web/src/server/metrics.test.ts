import { METRICS, metricsOf } from "@callbay/domain/metrics";
import { expect, test } from "vitest";
import { createWebMetrics } from "./metrics.ts";

/** Names that a process's own text declares, ours alone. */
const declared = (text: string) =>
  [...text.matchAll(/^# TYPE (callbay_\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);

test("the process gives every figure that is said to be its own, and what was counted", async () => {
  const metrics = createWebMetrics();
  metrics.verb("seat.rent", "NOT_ENOUGH_SEATS", 12);
  const text = await metrics.text({ connections: () => ({ open: 3, idle: 2, waiting: 0 }), redis: async () => true });
  expect(declared(text).sort()).toEqual(
    metricsOf("web")
      .map((name) => `${name} ${METRICS[name].type}`)
      .sort(),
  );
  expect(text).toContain('callbay_verbs_total{verb="seat.rent",code="NOT_ENOUGH_SEATS"} 1');
  expect(text).toContain('callbay_db_pool_connections{state="open"} 3');
});
