import { METRICS, type MetricName } from "@callbay/domain/metrics";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export interface WebSources {
  readonly connections: () => { readonly open: number; readonly idle: number; readonly waiting: number };
  readonly redis: () => Promise<boolean>;
}

export interface WebMetrics {
  verb(name: string, code: string, tookMs: number): void;
  /** In Prometheus's text format. */
  text(sources: WebSources): Promise<string>;
}

export function createWebMetrics(): WebMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const said = (name: MetricName) => ({
    ...{ name, help: METRICS[name].help, registers: [registry] },
    labelNames: [...METRICS[name].labels],
  });
  const verbs = new Counter(said("callbay_verbs_total"));
  const seconds = new Histogram({
    ...said("callbay_verb_duration_seconds"),
    buckets: [...METRICS.callbay_verb_duration_seconds.buckets],
  });
  const pool = new Gauge(said("callbay_db_pool_connections"));
  const redisUp = new Gauge(said("callbay_redis_up"));
  return {
    verb: (verb, code, tookMs) => {
      verbs.inc({ verb, code });
      seconds.observe({ verb }, tookMs / 1000);
    },
    text: async ({ connections, redis }) => {
      for (const [state, count] of Object.entries(connections())) pool.set({ state }, count);
      redisUp.set((await redis()) ? 1 : 0);
      return registry.metrics();
    },
  };
}
