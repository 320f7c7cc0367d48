import { METRICS, type MetricName } from "@callbay/domain/metrics";
import { originateQueue } from "@callbay/jobs/node-queues";
import type { QueueReader } from "@callbay/jobs/queue-depths";
import type { platformFigures } from "@callbay/services/platform/figures";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export interface WorkerSources {
  readonly figures: () => ReturnType<typeof platformFigures>;
  readonly queues: QueueReader;
  readonly loops: () => number;
  readonly connections: () => { readonly open: number; readonly idle: number; readonly waiting: number };
  readonly redis: () => Promise<boolean>;
}

export interface WorkerMetrics {
  verb(name: string, code: string, tookMs: number): void;
  jobFailed(job: string): void;
  ticked(tookMs: number): void;
  leaseLost(): void;
  /** In Prometheus's text format. What cannot be read just now is left out, and says so by its absence. */
  text(sources: WorkerSources): Promise<string>;
}

/** The queues that workers serve. */
export const QUEUES = ["dial", "lists", "numbers", "schedule", "billing", "mail", "payments"] as const;

export function createWorkerMetrics(): WorkerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const said = (name: MetricName) => ({
    ...{ name, help: METRICS[name].help, registers: [registry] },
    labelNames: [...METRICS[name].labels],
  });
  const gauge = (name: MetricName) => new Gauge(said(name));
  const seconds = (name: MetricName) => {
    const metric: { readonly buckets?: readonly number[] } = METRICS[name];
    return new Histogram({ ...said(name), buckets: [...(metric.buckets ?? [])] });
  };
  const verbs = new Counter(said("callbay_verbs_total"));
  const verbSeconds = seconds("callbay_verb_duration_seconds");
  const failures = new Counter(said("callbay_job_failures_total"));
  const losses = new Counter(said("callbay_dial_lease_losses_total"));
  const ticks = seconds("callbay_dial_tick_duration_seconds");
  const connections = gauge("callbay_db_pool_connections");
  const redisUp = gauge("callbay_redis_up");
  const loops = gauge("callbay_dial_loops");
  const queueJobs = gauge("callbay_queue_jobs");
  const platform = {
    calls: gauge("callbay_calls"),
    agents: gauge("callbay_agents"),
    campaigns: gauge("callbay_campaigns"),
    nodeUp: gauge("callbay_node_up"),
    nodeChannels: gauge("callbay_node_channels"),
    trunkChannels: gauge("callbay_trunk_channels"),
    tenantChannels: gauge("callbay_tenant_channels"),
    problems: gauge("callbay_problems"),
  };

  const showPlatform = (figures: Awaited<ReturnType<WorkerSources["figures"]>>): void => {
    for (const { state, count } of figures.calls) platform.calls.set({ state }, count);
    for (const { state, count } of figures.agents) platform.agents.set({ state }, count);
    platform.campaigns.set({ state: "running" }, figures.campaigns.running);
    platform.campaigns.set({ state: "dialled" }, figures.campaigns.dialled);
    for (const node of figures.nodes) {
      platform.nodeUp.set({ node: node.name }, node.alive ? 1 : 0);
      platform.nodeChannels.set({ node: node.name, kind: "in_use" }, node.channelsInUse);
      platform.nodeChannels.set({ node: node.name, kind: "max" }, node.maxChannels);
      for (const { endpoint: trunk, channelsInUse, maxChannels } of node.trunks) {
        platform.trunkChannels.set({ node: node.name, trunk, kind: "in_use" }, channelsInUse);
        platform.trunkChannels.set({ node: node.name, trunk, kind: "max" }, maxChannels);
      }
    }
    for (const { tenantId: tenant, nodeName: node, inUse, guaranteed, burst } of figures.attachments) {
      platform.tenantChannels.set({ tenant, node, kind: "in_use" }, inUse);
      platform.tenantChannels.set({ tenant, node, kind: "guaranteed" }, guaranteed);
      platform.tenantChannels.set({ tenant, node, kind: "burst" }, burst);
    }
    for (const problem of figures.problems) platform.problems.inc(problem);
  };

  return {
    verb: (verb, code, tookMs) => {
      verbs.inc({ verb, code });
      verbSeconds.observe({ verb }, tookMs / 1000);
    },
    jobFailed: (job) => failures.inc({ job }),
    ticked: (tookMs) => ticks.observe(tookMs / 1000),
    leaseLost: () => losses.inc(),
    text: async (sources) => {
      for (const [state, count] of Object.entries(sources.connections())) connections.set({ state }, count);
      loops.set(sources.loops());
      for (const one of [...Object.values(platform), queueJobs]) one.reset();
      const figures = await sources.figures().catch(() => null);
      if (figures) showPlatform(figures);
      const alive = await sources.redis();
      redisUp.set(alive ? 1 : 0);
      const names = [...QUEUES, ...(figures?.nodes ?? []).map(({ id }) => originateQueue(id))];
      const nodes = new Map(figures?.nodes.map(({ id, name }) => [originateQueue(id), `originate ${name}`]));
      // Without Redis its commands wait for it: nobody waits for them.
      const depths = alive ? await sources.queues.depths(names).catch(() => []) : [];
      for (const { queue, state, jobs } of depths) queueJobs.set({ queue: nodes.get(queue) ?? queue, state }, jobs);
      return registry.metrics();
    },
  };
}
