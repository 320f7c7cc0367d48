import type { ReportLocale } from "../reports/words.ts";
import type { PriceComponentType } from "./price-type.ts";
import type { ChargeKind } from "./types.ts";

interface ChargeWords {
  readonly priceType: Readonly<Record<PriceComponentType, string>>;
  readonly chargeKind: Readonly<Record<ChargeKind, string>>;
}

/** What prices and the lines beside them are called: on screens, and in files. */
export const CHARGE_WORDS = {
  en: {
    priceType: {
      seat: "Seats by the month",
      package: "Monthly package",
      per_call: "Each chargeable call",
      per_minute: "By the minute",
      commission: "Commission per success",
      hourly: "Agent hours",
      project: "Project by milestones",
      setup: "One-off charge",
      number: "Number rental",
      message: "Messages",
    },
    chargeKind: {
      usage: "Usage",
      base: "Base fee",
      minimum: "Minimum",
      bonus: "Bonus",
      clawback: "Claw-back",
      discount: "Discount",
      monthly_minimum: "Monthly minimum",
      credit: "Credit",
      adjustment: "Adjustment",
    },
  },
  "zh-CN": {
    priceType: {
      seat: "坐席月租",
      package: "月包",
      per_call: "按通计费",
      per_minute: "按分钟计费",
      commission: "成功佣金",
      hourly: "坐席工时",
      project: "项目里程碑",
      setup: "一次性费用",
      number: "号码月租",
      message: "消息",
    },
    chargeKind: {
      usage: "用量",
      base: "基本费",
      minimum: "最低收费",
      bonus: "花红",
      clawback: "佣金追回",
      discount: "折扣",
      monthly_minimum: "每月最低消费",
      credit: "抵扣",
      adjustment: "调整",
    },
  },
} as const satisfies Record<ReportLocale, ChargeWords>;
