import type { Message } from "@callbay/domain/message";

type Values = Message["values"];
/** The text of a line by its message key. */
export type Texts = Readonly<Record<string, (values: Values) => string>>;

export const EN: Texts = {
  "charge.seat": (v) => `Seats, ${month(v, "en")}`,
  "charge.seat.minimum": (v) => `Seats, ${month(v, "en")}, at least ${v.minSeats} a day`,
  "charge.seat.tier": (v) => `Seats from the ${ordinal(v.fromSeat)} on, ${month(v, "en")}`,
  "charge.seat.tier.late": (v) =>
    `Seats from the ${ordinal(v.fromSeat)} on, used in ${month(v, "en")}, reported after its invoice`,
  "charge.seat.late": (v) => `Seats used in ${month(v, "en")}, reported after its invoice`,
  "charge.package": (v) => `${cap(v.direction)} ${units(v)} beyond the package, ${month(v, "en")}`,
  "charge.package.late": (v) =>
    `${cap(v.direction)} ${units(v)} of ${month(v, "en")} beyond the package, reported after their invoice`,
  "charge.package.recount": (v) => `Package of ${month(v, "en")}, counted anew`,
  "charge.package.base": (v) => `Package fee, ${v.direction}, ${month(v, "en")}`,
  "charge.perCall": (v) => `Chargeable ${v.direction} calls`,
  "charge.perCall.late": (v) => `Chargeable ${v.direction} calls, reported after their invoice`,
  "charge.perCall.tier": (v) => `Chargeable ${v.direction} calls from the ${ordinal(v.fromCall)} of the month on`,
  "charge.perCall.tier.late": (v) =>
    `Chargeable ${v.direction} calls from the ${ordinal(v.fromCall)} of the month on, reported after their invoice`,
  "charge.perCall.outcome": (v) => `Chargeable ${v.direction} calls${ending(v, " ended as ")}`,
  "charge.perCall.outcome.late": (v) =>
    `Chargeable ${v.direction} calls${ending(v, " ended as ")}, reported after their invoice`,
  "charge.perCall.repriced": (v) =>
    `${cap(v.direction)} calls of ${month(v, "en")} charged before, at the rate that ${v.total} calls have`,
  "charge.perCall.base": (v) => `Base fee for ${v.direction} calls, ${month(v, "en")}`,
  "charge.perCall.minimum": (v) => `Minimum for ${v.direction} calls, ${month(v, "en")}`,
  "charge.perMinute": (v) => `Talk time, ${v.direction} calls, ${v.increments}`,
  "charge.perMinute.late": (v) => `Talk time, ${v.direction} calls, ${v.increments}, reported after its invoice`,
  "charge.perMinute.to": (v) => `Talk time to ${v.destination}, ${v.increments}`,
  "charge.perMinute.to.late": (v) => `Talk time to ${v.destination}, ${v.increments}, reported after its invoice`,
  "charge.perMinute.other": (v) => `Talk time to other destinations, ${v.increments}`,
  "charge.perMinute.other.late": (v) => `Talk time to other destinations, ${v.increments}, reported after its invoice`,
  "charge.perMinute.base": (v) => `Base fee for ${v.direction} talk time, ${month(v, "en")}`,
  "charge.perMinute.minimum": (v) => `Minimum for ${v.direction} talk time, ${month(v, "en")}`,
  "charge.commission": (v) => `Commission on successes, ${month(v, "en")}`,
  "charge.commission.late": (v) => `Commission on successes of ${month(v, "en")}, reported after its invoice`,
  "charge.commission.repriced": (v) => `Commission of ${month(v, "en")} at the rate that its success rate reached`,
  "charge.commission.clawback": (v) => `Commission of ${month(v, "en")} taken back for rejected successes`,
  "charge.commission.bonus": (v) => `Bonus for successes, ${month(v, "en")}`,
  "charge.commission.bonusWithdrawn": (v) => `Bonus of ${month(v, "en")} taken back`,
  "charge.hourly": (v) => `Agent hours, ${month(v, "en")}`,
  "charge.hourly.late": (v) => `Agent hours of ${month(v, "en")}, reported after their invoice`,
  "charge.project": (v) => `${v.project}: ${v.milestone}`,
  "charge.project.late": (v) => `${v.project}: ${v.milestone}, reached on ${v.date}`,
  "charge.setup": (v) => `${v.name}`,
  "charge.number": (v) => `Numbers, ${month(v, "en")}`,
  "charge.number.late": (v) => `Numbers held in ${month(v, "en")}, reported after its invoice`,
  "charge.message": (v) => `Messages, ${month(v, "en")}`,
  "charge.message.late": (v) => `Messages of ${month(v, "en")}, reported after their invoice`,
  "charge.discount": (v) => `Discount: ${v.name}`,
  "charge.monthlyMinimum": (v) => `Up to the monthly minimum of ${v.minimum}, ${month(v, "en")}`,
  "charge.credit": (v) => `Credit: ${v.reason}`,
  "charge.taxMode.added": (v) => `Tax of ${v.percent} % on late usage of terms without tax in their prices`,
  "charge.taxMode.removed": (v) => `Tax of ${v.percent} % taken off late usage of terms with tax in their prices`,
  "charge.adjustment": (v) => `Correction of line ${v.line}`,
  "charge.added": (v) => `${v.text}`,
};

export const ZH: Texts = {
  "charge.seat": (v) => `坐席租用，${month(v, "zh-CN")}`,
  "charge.seat.minimum": (v) => `坐席租用，${month(v, "zh-CN")}，每日至少 ${v.minSeats} 席`,
  "charge.seat.tier": (v) => `坐席租用，自第 ${v.fromSeat} 席起，${month(v, "zh-CN")}`,
  "charge.seat.tier.late": (v) => `${month(v, "zh-CN")}坐席租用，自第 ${v.fromSeat} 席起，上期开票后补报`,
  "charge.seat.late": (v) => `${month(v, "zh-CN")}坐席租用，上期开票后补报`,
  "charge.package": (v) => `${direction(v)}套餐外${packed(v)}，${month(v, "zh-CN")}`,
  "charge.package.late": (v) => `${month(v, "zh-CN")}${direction(v)}套餐外${packed(v)}，上期开票后补报`,
  "charge.package.recount": (v) => `${month(v, "zh-CN")}套餐用量重新核算`,
  "charge.package.base": (v) => `${direction(v)}套餐月费，${month(v, "zh-CN")}`,
  "charge.perCall": (v) => `${direction(v)}计费通话`,
  "charge.perCall.late": (v) => `${direction(v)}计费通话，上期开票后补报`,
  "charge.perCall.tier": (v) => `${direction(v)}计费通话，自当月第 ${v.fromCall} 通起`,
  "charge.perCall.tier.late": (v) => `${direction(v)}计费通话，自当月第 ${v.fromCall} 通起，上期开票后补报`,
  "charge.perCall.outcome": (v) => `${direction(v)}计费通话${ending(v, "，结果：")}`,
  "charge.perCall.outcome.late": (v) => `${direction(v)}计费通话${ending(v, "，结果：")}，上期开票后补报`,
  "charge.perCall.repriced": (v) => `${month(v, "zh-CN")}已计${direction(v)}通话按 ${v.total} 通对应费率重新计价`,
  "charge.perCall.base": (v) => `${direction(v)}通话基本费，${month(v, "zh-CN")}`,
  "charge.perCall.minimum": (v) => `${direction(v)}通话最低收费，${month(v, "zh-CN")}`,
  "charge.perMinute": (v) => `${direction(v)}通话时长，${v.increments}`,
  "charge.perMinute.late": (v) => `${direction(v)}通话时长，${v.increments}，上期开票后补报`,
  "charge.perMinute.to": (v) => `通话时长（${v.destination}），${v.increments}`,
  "charge.perMinute.to.late": (v) => `通话时长（${v.destination}），${v.increments}，上期开票后补报`,
  "charge.perMinute.other": (v) => `通话时长（其他目的地），${v.increments}`,
  "charge.perMinute.other.late": (v) => `通话时长（其他目的地），${v.increments}，上期开票后补报`,
  "charge.perMinute.base": (v) => `${direction(v)}通话时长基本费，${month(v, "zh-CN")}`,
  "charge.perMinute.minimum": (v) => `${direction(v)}通话时长最低收费，${month(v, "zh-CN")}`,
  "charge.commission": (v) => `成功佣金，${month(v, "zh-CN")}`,
  "charge.commission.late": (v) => `${month(v, "zh-CN")}成功佣金，上期开票后补报`,
  "charge.commission.repriced": (v) => `${month(v, "zh-CN")}佣金按所达成功率重新计价`,
  "charge.commission.clawback": (v) => `${month(v, "zh-CN")}被拒成功的佣金扣回`,
  "charge.commission.bonus": (v) => `成功奖励（花红），${month(v, "zh-CN")}`,
  "charge.commission.bonusWithdrawn": (v) => `${month(v, "zh-CN")}花红收回`,
  "charge.hourly": (v) => `坐席人员工时，${month(v, "zh-CN")}`,
  "charge.hourly.late": (v) => `${month(v, "zh-CN")}坐席人员工时，上期开票后补报`,
  "charge.project": (v) => `${v.project}：${v.milestone}`,
  "charge.project.late": (v) => `${v.project}：${v.milestone}，${v.date} 达成`,
  "charge.setup": (v) => `${v.name}`,
  "charge.number": (v) => `号码租用，${month(v, "zh-CN")}`,
  "charge.number.late": (v) => `${month(v, "zh-CN")}号码租用，上期开票后补报`,
  "charge.message": (v) => `短信，${month(v, "zh-CN")}`,
  "charge.message.late": (v) => `${month(v, "zh-CN")}短信，上期开票后补报`,
  "charge.discount": (v) => `折扣：${v.name}`,
  "charge.monthlyMinimum": (v) => `补足每月最低消费 ${v.minimum}，${month(v, "zh-CN")}`,
  "charge.credit": (v) => `抵扣：${v.reason}`,
  "charge.taxMode.added": (v) => `不含税条款下补报用量加计 ${v.percent} % 税额`,
  "charge.taxMode.removed": (v) => `含税条款下补报用量扣除 ${v.percent} % 税额`,
  "charge.adjustment": (v) => `第 ${v.line} 行更正`,
  "charge.added": (v) => `${v.text}`,
};

function month(values: Values, locale: "en" | "zh-CN"): string {
  const text = String(values.month);
  const at = new Date(`${text}-01T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return text;
  return new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", timeZone: "UTC" }).format(at);
}

function direction(values: Values): string {
  return values.direction === "inbound" ? "呼入" : "呼出";
}

function cap(value: string | number | undefined): string {
  const text = String(value ?? "");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function units(values: Values): string {
  return values.unit === "minute" ? "minutes" : "calls";
}

function packed(values: Values): string {
  return values.unit === "minute" ? "通话分钟" : "通话";
}

function ending(values: Values, before: string): string {
  const words = [values.outcome, values.disposition].filter((one) => one !== undefined && one !== "");
  return words.length > 0 ? `${before}${words.join(", ")}` : "";
}

/** 1 → "1st". */
function ordinal(value: string | number | undefined): string {
  const count = Number(value);
  const teen = count % 100 > 10 && count % 100 < 14;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
  return `${count}${ending}`;
}
