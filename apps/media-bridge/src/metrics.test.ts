import { METRICS, metricsOf } from "@callbay/domain/metrics";
import { expect, test } from "vitest";
import { createBridgeMetrics } from "./metrics.ts";

/** Names that a process's own text declares, ours alone. */
const declared = (text: string) =>
  [...text.matchAll(/^# TYPE (callbay_\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);

test("the process gives every figure that is said to be its own, and what was counted", async () => {
  const metrics = createBridgeMetrics();
  metrics.ended("abandoned");
  metrics.ofNode("pbx-1").joined(180);
  metrics.ofNode("pbx-1").placed("carrier");
  metrics.leaseLost("pbx-1");
  const node = { name: "pbx-1", owned: true, connected: false, pendingWrites: 4 };
  const text = await metrics.text({
    nodes: () => [node],
    softphones: () => 7,
    connections: () => ({ open: 3, idle: 2, waiting: 0 }),
    redis: async () => true,
  });
  expect(declared(text).sort()).toEqual(
    metricsOf("media-bridge")
      .map((name) => `${name} ${METRICS[name].type}`)
      .sort(),
  );
  expect(text).toContain('callbay_attempts_total{outcome="abandoned"} 1');
  expect(text).toContain('callbay_join_latency_seconds_bucket{le="0.2"} 1');
  expect(text).toContain('callbay_join_latency_seconds_bucket{le="0.1"} 0');
  expect(text).toContain('callbay_originates_total{node="pbx-1",trunk="carrier"} 1');
  expect(text).toContain('callbay_node_connected{node="pbx-1"} 0');
});
