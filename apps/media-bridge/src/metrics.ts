import { METRICS, type MetricName } from "@callbay/domain/metrics";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { FloorMeasure } from "./floor.ts";

interface NodeStatus {
  readonly name: string;
  readonly owned: boolean;
  readonly connected: boolean;
  readonly pendingWrites: number;
}

/** What is asked at the moment of reading. */
export interface BridgeSources {
  readonly nodes: () => readonly NodeStatus[];
  readonly softphones: () => number;
  readonly connections: () => { readonly open: number; readonly idle: number; readonly waiting: number };
  readonly redis: () => Promise<boolean>;
}

export interface BridgeMetrics {
  verb(name: string, code: string, tookMs: number): void;
  ended(outcome: string): void;
  ofNode(node: string): FloorMeasure;
  leaseLost(node: string): void;
  /** In Prometheus's text format. */
  text(sources: BridgeSources): Promise<string>;
}

export function createBridgeMetrics(): BridgeMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const said = (name: MetricName) => ({
    ...{ name, help: METRICS[name].help, registers: [registry] },
    labelNames: [...METRICS[name].labels],
  });
  const seconds = (name: MetricName) => {
    const metric: { readonly buckets?: readonly number[] } = METRICS[name];
    return new Histogram({ ...said(name), buckets: [...(metric.buckets ?? [])] });
  };
  const verbs = new Counter(said("callbay_verbs_total"));
  const verbSeconds = seconds("callbay_verb_duration_seconds");
  const pool = new Gauge(said("callbay_db_pool_connections"));
  const redisUp = new Gauge(said("callbay_redis_up"));
  const attempts = new Counter(said("callbay_attempts_total"));
  const joins = seconds("callbay_join_latency_seconds");
  const originates = new Counter(said("callbay_originates_total"));
  const losses = new Counter(said("callbay_node_lease_losses_total"));
  const owned = new Gauge(said("callbay_node_owned"));
  const connected = new Gauge(said("callbay_node_connected"));
  const pending = new Gauge(said("callbay_node_pending_writes"));
  const softphones = new Gauge(said("callbay_softphones"));
  return {
    verb: (verb, code, tookMs) => {
      verbs.inc({ verb, code });
      verbSeconds.observe({ verb }, tookMs / 1000);
    },
    ended: (outcome) => attempts.inc({ outcome }),
    ofNode: (node) => ({
      joined: (latencyMs) => joins.observe(Math.max(0, latencyMs) / 1000),
      placed: (trunk) => originates.inc({ node, trunk }),
    }),
    leaseLost: (node) => losses.inc({ node }),
    text: async (sources) => {
      for (const [state, count] of Object.entries(sources.connections())) pool.set({ state }, count);
      redisUp.set((await sources.redis()) ? 1 : 0);
      for (const gauge of [owned, connected, pending]) gauge.reset();
      for (const node of sources.nodes()) {
        owned.set({ node: node.name }, node.owned ? 1 : 0);
        connected.set({ node: node.name }, node.connected ? 1 : 0);
        pending.set({ node: node.name }, node.pendingWrites);
      }
      softphones.set(sources.softphones());
      return registry.metrics();
    },
  };
}
