/**
 * Every figure that our processes give to Prometheus, by name. Each process registers its own from here, and the
 * dashboard and the alerts in ops/ are checked against it. Labels are bounded: nodes, trunks, verbs and codes; a tenant
 * only where it is attached to a node. No number of a person is ever a label.
 */
export interface Metric {
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly labels: readonly string[];
  /** Which processes have it. Figures that the worker reads from the database are the same on each worker: take max. */
  readonly of: readonly Process[];
  /** Upper bounds in seconds, of a histogram. */
  readonly buckets?: readonly number[];
}

export type Process = "web" | "worker" | "media-bridge";

const ALL: readonly Process[] = ["web", "worker", "media-bridge"];
const WORKER: readonly Process[] = ["worker"];
const BRIDGE: readonly Process[] = ["media-bridge"];

const VERB_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 5];

export const METRICS = {
  callbay_verbs_total: counter(ALL, "Verbs that ended, by name and code; ok where none was refused.", ["verb", "code"]),
  callbay_verb_duration_seconds: histogram(ALL, "How long verbs took.", VERB_SECONDS, ["verb"]),
  callbay_db_pool_connections: gauge(ALL, "Connections to Postgres: open, idle, and callers that wait.", ["state"]),
  callbay_redis_up: gauge(ALL, "Does Redis answer? 1 or 0."),

  callbay_calls: gauge(WORKER, "Attempts under way, by state.", ["state"]),
  callbay_agents: gauge(WORKER, "People on duty, by state.", ["state"]),
  callbay_campaigns: gauge(WORKER, "Campaigns that run, and of them those that a worker dials.", ["state"]),
  callbay_node_up: gauge(WORKER, "Is the node's owner there and heard of? 1 or 0.", ["node"]),
  callbay_node_channels: gauge(WORKER, "Channels of a node: in_use, max.", ["node", "kind"]),
  callbay_trunk_channels: gauge(WORKER, "Channels of a trunk: in_use, max.", ["node", "trunk", "kind"]),
  callbay_tenant_channels: gauge(WORKER, "Channels of a client on a node: in_use, guaranteed, burst.", [
    ...["tenant", "node", "kind"],
  ]),
  callbay_queue_jobs: gauge(WORKER, "Jobs of a queue: waiting, active, delayed, failed.", ["queue", "state"]),
  callbay_problems: gauge(WORKER, "Problems that the console shows now.", ["code", "severity"]),
  callbay_job_failures_total: counter(WORKER, "Tries of jobs that failed.", ["job"]),
  callbay_dial_loops: gauge(WORKER, "Campaigns that this process dials."),
  callbay_dial_tick_duration_seconds: histogram(
    WORKER,
    "One look of a dial loop: snapshot, decision, reservation.",
    [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  ),
  callbay_dial_lease_losses_total: counter(WORKER, "Campaigns that another process took over from this one."),

  callbay_attempts_total: counter(BRIDGE, "Attempts that ended, by outcome.", ["outcome"]),
  callbay_join_latency_seconds: histogram(
    BRIDGE,
    "From a person's answer to the agent in the conversation.",
    [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3],
  ),
  callbay_originates_total: counter(BRIDGE, "Calls that a trunk was asked to place.", ["node", "trunk"]),
  callbay_node_lease_losses_total: counter(BRIDGE, "Nodes that another process took over from this one.", ["node"]),
  callbay_node_owned: gauge(BRIDGE, "Does this process own the node? 1 or 0.", ["node"]),
  callbay_node_connected: gauge(BRIDGE, "Does it reach the node's PBX? 1 or 0.", ["node"]),
  callbay_node_pending_writes: gauge(BRIDGE, "What a node's owner still has to write to Postgres.", ["node"]),
  callbay_softphones: gauge(BRIDGE, "Softphones connected to the relay."),
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

/** The names that a process registers. */
export function metricsOf(process: Process): MetricName[] {
  return (Object.keys(METRICS) as MetricName[]).filter((name) => METRICS[name].of.includes(process));
}

function counter(of: readonly Process[], help: string, labels: readonly string[] = []): Metric {
  return { type: "counter", of, help, labels };
}

function gauge(of: readonly Process[], help: string, labels: readonly string[] = []): Metric {
  return { type: "gauge", of, help, labels };
}

function histogram(
  of: readonly Process[],
  help: string,
  buckets: readonly number[],
  labels: readonly string[] = [],
): Metric & { readonly buckets: readonly number[] } {
  return { type: "histogram", of, help, labels, buckets };
}
