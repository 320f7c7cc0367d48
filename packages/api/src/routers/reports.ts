import { reportCosts } from "@callbay/services/report/costs";
import { readReport, reportDictionary, reportOptions } from "@callbay/services/report/read";
import { deleteSavedReport, listSavedReports, saveReport } from "@callbay/services/report/saved";
import { sendReportNow } from "@callbay/services/report/send";
import { reportSettings, setReportSettings } from "@callbay/services/report/settings";
import { ask, change, router } from "../trpc.ts";

export const reportsRouter = router({
  read: ask(readReport),
  costs: ask(reportCosts),
  options: ask(reportOptions),
  dictionary: ask(reportDictionary),
  settings: ask(reportSettings),
  setSettings: change(setReportSettings),
  saved: ask(listSavedReports),
  save: change(saveReport),
  deleteSaved: change(deleteSavedReport),
  sendNow: change(sendReportNow),
});
