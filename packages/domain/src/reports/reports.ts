import type { Group } from "./dimensions.ts";
import type { MetricKey } from "./metrics.ts";

export interface ReportDefinition {
  readonly metrics: readonly MetricKey[];
  /** What its rows may stand for; the first is the default. */
  readonly groups: readonly [Group, ...Group[]];
  /** The metric that its chart begins with. */
  readonly chart: MetricKey;
  /** It counts what no agent took part in: only for those who see the whole company. */
  readonly wholeTenant: boolean;
}

/** The built-in reports. What a client pays is a report of its own kind: see the service's cost. */
export const REPORTS = {
  calls: {
    metrics: [
      "dials",
      "inbound",
      "answered",
      "answerRate",
      "calls",
      "duration",
      "averageDuration",
      "talk",
      "conversations",
      "averageTalk",
      "successes",
    ],
    groups: ["day", "hour", "hourOfDay", "month", "campaign", "team", "agent", "disposition"],
    chart: "calls",
    wholeTenant: false,
  },
  campaigns: {
    metrics: [
      "dials",
      "answered",
      "answerRate",
      "conversations",
      "talk",
      "averageTalk",
      "machines",
      "abandonedRate",
      "successes",
      "rejected",
      "successRate",
    ],
    groups: ["campaign", "day", "hour", "hourOfDay", "month", "team", "agent", "disposition"],
    chart: "successes",
    wholeTenant: false,
  },
  lists: {
    metrics: [
      "dials",
      "answered",
      "answerRate",
      "conversations",
      "talk",
      "machines",
      "busy",
      "noAnswer",
      "otherEnds",
      "successes",
      "successRate",
    ],
    groups: ["list", "campaign", "day", "hourOfDay", "month"],
    chart: "answerRate",
    wholeTenant: true,
  },
  agents: {
    metrics: [
      "onDuty",
      "ready",
      "previewing",
      "talking",
      "wrapup",
      "paused",
      "occupancy",
      "conversations",
      "conversationsPerHour",
      "averageTalk",
      "successes",
      "successRate",
    ],
    groups: ["agent", "team", "day", "hour", "hourOfDay", "month", "campaign"],
    chart: "occupancy",
    wholeTenant: false,
  },
  dispositions: {
    metrics: ["disposed", "conversations", "talk", "averageTalk", "successes", "rejected"],
    groups: ["disposition", "campaign", "agent", "team", "day", "month"],
    chart: "disposed",
    wholeTenant: false,
  },
  abandoned: {
    metrics: ["dials", "reached", "abandoned", "abandonedRate", "machines"],
    groups: ["day", "hour", "hourOfDay", "month", "campaign", "list"],
    chart: "abandonedRate",
    wholeTenant: true,
  },
  seats: {
    metrics: ["seatDays", "onDuty", "dutyPerSeatDay", "talking", "occupancy"],
    groups: ["day", "month"],
    chart: "dutyPerSeatDay",
    wholeTenant: true,
  },
} as const satisfies Record<string, ReportDefinition>;
export type ReportKey = keyof typeof REPORTS;
export const REPORT_KEYS = Object.keys(REPORTS) as [ReportKey, ...ReportKey[]];
