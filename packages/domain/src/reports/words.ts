import type { Group } from "./dimensions.ts";
import type { MetricKey } from "./metrics.ts";
import type { ReportKey } from "./reports.ts";

export type ReportLocale = "en" | "zh-CN";

interface Words {
  readonly reports: Readonly<Record<ReportKey, string>>;
  readonly groups: Readonly<Record<Group, string>>;
  readonly metrics: Readonly<Record<MetricKey, string>>;
  readonly none: string;
  readonly total: string;
  readonly seconds: string;
}

const en: Words = {
  reports: {
    calls: "Calls",
    campaigns: "Campaigns",
    lists: "Lists",
    agents: "Agents",
    dispositions: "Dispositions",
    abandoned: "Abandoned calls",
    seats: "Seats",
  },
  groups: {
    hour: "Hour",
    hourOfDay: "Hour of the day",
    day: "Day",
    month: "Month",
    team: "Team",
    agent: "Agent",
    campaign: "Campaign",
    list: "List",
    disposition: "Disposition",
  },
  metrics: {
    dials: "Dialled",
    inbound: "Inbound",
    answered: "Answered",
    answerRate: "Answer rate",
    calls: "Calls",
    duration: "Duration",
    averageDuration: "Average duration",
    talk: "Talk time",
    conversations: "Conversations",
    averageTalk: "Average talk time",
    hold: "On hold",
    reached: "Answered by a person",
    abandoned: "Abandoned",
    abandonedRate: "Abandoned rate",
    machines: "Machines",
    busy: "Busy",
    noAnswer: "No answer",
    otherEnds: "Rejected, unreachable or failed",
    disposed: "With a disposition",
    successes: "Successes",
    rejected: "Rejected successes",
    successRate: "Success rate",
    onDuty: "On duty",
    ready: "Ready",
    previewing: "Preview",
    talking: "Talking",
    wrapup: "Wrap-up",
    paused: "Paused",
    occupancy: "Occupancy",
    conversationsPerHour: "Conversations per hour",
    seatDays: "Seat-days",
    dutyPerSeatDay: "Duty per seat-day",
  },
  none: "None",
  total: "Total",
  seconds: "seconds",
};

const zh: Words = {
  reports: {
    calls: "通话",
    campaigns: "外呼任务",
    lists: "名单",
    agents: "坐席",
    dispositions: "通话结果",
    abandoned: "呼损",
    seats: "席位",
  },
  groups: {
    hour: "小时",
    hourOfDay: "时段",
    day: "日",
    month: "月",
    team: "班组",
    agent: "坐席",
    campaign: "外呼任务",
    list: "名单",
    disposition: "通话结果",
  },
  metrics: {
    dials: "外呼次数",
    inbound: "呼入次数",
    answered: "接通",
    answerRate: "接通率",
    calls: "通话次数",
    duration: "通话时长",
    averageDuration: "平均时长",
    talk: "交谈时长",
    conversations: "交谈次数",
    averageTalk: "平均交谈时长",
    hold: "保持时长",
    reached: "真人接听",
    abandoned: "呼损",
    abandonedRate: "呼损率",
    machines: "答录机",
    busy: "忙线",
    noAnswer: "无人接听",
    otherEnds: "拒接、不可达或失败",
    disposed: "已选结果",
    successes: "成功",
    rejected: "被驳回的成功",
    successRate: "成功率",
    onDuty: "签入时长",
    ready: "空闲",
    previewing: "预览",
    talking: "交谈",
    wrapup: "话后处理",
    paused: "示忙",
    occupancy: "工时利用率",
    conversationsPerHour: "每小时交谈次数",
    seatDays: "席位日",
    dutyPerSeatDay: "每席位日签入时长",
  },
  none: "无",
  total: "合计",
  seconds: "秒",
};

/** What reports, their rows and their figures are called: on screens, in files and in mails. */
export const REPORT_WORDS = { en, "zh-CN": zh } as const satisfies Record<ReportLocale, Words>;

export const reportWords = (locale: ReportLocale): Words => REPORT_WORDS[locale];
