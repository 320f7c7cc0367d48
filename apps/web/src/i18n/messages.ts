import { CHARGE_WORDS } from "@callbay/domain/rating/charge-words";
import { REPORT_WORDS } from "@callbay/domain/reports/words";
import accountEn from "../../messages/en/account.json";
import authEn from "../../messages/en/auth.json";
import commonEn from "../../messages/en/common.json";
import complianceEn from "../../messages/en/compliance.json";
import deskEn from "../../messages/en/desk.json";
import dncEn from "../../messages/en/dnc.json";
import enumsEn from "../../messages/en/enums.json";
import errorsEn from "../../messages/en/errors.json";
import financeEn from "../../messages/en/finance.json";
import operatorEn from "../../messages/en/operator.json";
import qualityEn from "../../messages/en/quality.json";
import reportsEn from "../../messages/en/reports.json";
import segmentsEn from "../../messages/en/segments.json";
import supervisionEn from "../../messages/en/supervision.json";
import workspaceEn from "../../messages/en/workspace.json";
import accountZh from "../../messages/zh-CN/account.json";
import authZh from "../../messages/zh-CN/auth.json";
import commonZh from "../../messages/zh-CN/common.json";
import complianceZh from "../../messages/zh-CN/compliance.json";
import deskZh from "../../messages/zh-CN/desk.json";
import dncZh from "../../messages/zh-CN/dnc.json";
import enumsZh from "../../messages/zh-CN/enums.json";
import errorsZh from "../../messages/zh-CN/errors.json";
import financeZh from "../../messages/zh-CN/finance.json";
import operatorZh from "../../messages/zh-CN/operator.json";
import qualityZh from "../../messages/zh-CN/quality.json";
import reportsZh from "../../messages/zh-CN/reports.json";
import segmentsZh from "../../messages/zh-CN/segments.json";
import supervisionZh from "../../messages/zh-CN/supervision.json";
import workspaceZh from "../../messages/zh-CN/workspace.json";
import type { Locale } from "./locales.ts";

// Words that files and mails need too, which are made where no screen is, are the domain's.
function wordsOf(locale: Locale) {
  const { reports, groups, metrics } = REPORT_WORDS[locale];
  return { reports: { reports, groups, metrics }, enums: CHARGE_WORDS[locale] };
}

const en = {
  account: accountEn,
  auth: authEn,
  common: commonEn,
  compliance: complianceEn,
  desk: deskEn,
  dnc: dncEn,
  enums: { ...enumsEn, ...wordsOf("en").enums },
  errors: errorsEn,
  finance: financeEn,
  operator: operatorEn,
  reports: { ...reportsEn, ...wordsOf("en").reports },
  quality: qualityEn,
  segments: segmentsEn,
  supervision: supervisionEn,
  workspace: workspaceEn,
};

/** The catalogue; English is its shape, and a test holds the others to it. */
export type Messages = typeof en;
export type Namespace = keyof Messages;

const CATALOGUE: Record<Locale, Record<Namespace, object>> = {
  en,
  "zh-CN": {
    account: accountZh,
    auth: authZh,
    common: commonZh,
    compliance: complianceZh,
    desk: deskZh,
    dnc: dncZh,
    enums: { ...enumsZh, ...wordsOf("zh-CN").enums },
    errors: errorsZh,
    finance: financeZh,
    operator: operatorZh,
    reports: { ...reportsZh, ...wordsOf("zh-CN").reports },
    quality: qualityZh,
    segments: segmentsZh,
    supervision: supervisionZh,
    workspace: workspaceZh,
  },
};

/** Needed on every page. */
const EVERYWHERE: readonly Namespace[] = ["auth", "common", "enums", "errors"];

/** The texts of the whole catalogue, for the server. */
export function allMessages(locale: Locale): Record<Namespace, object> {
  return CATALOGUE[locale];
}

/** The texts that one part of the application sends to the browser. */
export function messagesFor(locale: Locale, ...namespaces: readonly Namespace[]): Partial<Record<Namespace, object>> {
  return Object.fromEntries([...EVERYWHERE, ...namespaces].map((name) => [name, CATALOGUE[locale][name]]));
}
