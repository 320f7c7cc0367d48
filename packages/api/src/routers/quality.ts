import { saveAssessment, startAssessment } from "@callbay/services/quality/assess";
import {
  closeCalibration,
  createCalibration,
  getCalibration,
  listCalibrations,
} from "@callbay/services/quality/calibrations";
import {
  acknowledgeAssessment,
  getAssessment,
  getOwnAssessment,
  listAssessments,
  ownAssessments,
} from "@callbay/services/quality/read";
import { drawSample, listQueue } from "@callbay/services/quality/samples";
import {
  archiveScorecard,
  createScorecard,
  listScorecards,
  reviseScorecard,
} from "@callbay/services/quality/scorecards";
import { ask, change, router } from "../trpc.ts";

export const qualityRouter = router({
  scorecards: ask(listScorecards),
  createScorecard: change(createScorecard),
  reviseScorecard: change(reviseScorecard),
  archiveScorecard: change(archiveScorecard),
  queue: ask(listQueue),
  drawSample: change(drawSample),
  start: change(startAssessment),
  save: change(saveAssessment),
  assessments: ask(listAssessments),
  assessment: ask(getAssessment),
  own: ask(ownAssessments),
  ownAssessment: ask(getOwnAssessment),
  acknowledge: change(acknowledgeAssessment),
  calibrations: ask(listCalibrations),
  calibration: ask(getCalibration),
  createCalibration: change(createCalibration),
  closeCalibration: change(closeCalibration),
});
