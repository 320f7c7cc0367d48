import type { TenantActor } from "@callbay/domain/actor";
import type { Answers } from "@callbay/domain/quality/scorecard";
import type { VerbContext } from "@callbay/services/context";
import { saveAssessment, startAssessment } from "@callbay/services/quality/assess";
import { closeCalibration, createCalibration } from "@callbay/services/quality/calibrations";
import { acknowledgeAssessment } from "@callbay/services/quality/read";
import { drawSample } from "@callbay/services/quality/samples";
import { createScorecard } from "@callbay/services/quality/scorecards";
import { noteRecording } from "@callbay/services/recording/notes";
import type { Talk } from "./conversations.ts";
import {
  type JudgementPlan,
  MANGROVE_CALIBRATION,
  MANGROVE_JUDGEMENTS,
  MANGROVE_NOTES,
  SALES_SCORECARD,
} from "./quality-plans.ts";
import type { Stage } from "./stage.ts";

const MINUTE = 60_000;

/** Who judges, and what there is to be judged. */
export interface Judges {
  readonly supervisor: TenantActor;
  readonly manager: TenantActor;
  readonly talks: readonly Talk[];
}

/**
 * A scorecard that is in use: conversations that were judged by it, one of them answered by its agent, a calibration, marks
 * in recordings, and a few calls that still wait. Written once: a scorecard that is there leaves all of it alone.
 */
export async function seedQuality(stage: Stage, judges: Judges): Promise<void> {
  const { supervisor, manager, talks } = judges;
  const { tenantId } = manager;
  const { name } = SALES_SCORECARD;
  const known = await stage.deps.db.withTenant(tenantId, (tx) => tx.scorecard.count({ where: { tenantId, name } }));
  if (known > 0) return;
  const last = talks.at(-1);
  const base = last?.endedAt ?? stage.now;
  /** Minutes after the last conversation, and never in the future. */
  const as = (actor: TenantActor, minutes: number): VerbContext => {
    const now = new Date(Math.min(base.getTime() + minutes * MINUTE, stage.now.getTime()));
    return { ...stage.as(actor), now };
  };
  const { versionId } = await createScorecard(as(manager, 5), SALES_SCORECARD);
  for (const [index, plan] of MANGROVE_JUDGEMENTS.entries()) {
    const talk = talks[plan.talk];
    if (talk) await judge((actor, after) => as(actor, 30 + 7 * index + after), { plan, talk, versionId, judges });
  }
  for (const { talk: at, atS, text } of MANGROVE_NOTES) {
    const talk = talks[at];
    if (talk) await noteRecording(as(supervisor, 32), { recordingId: talk.recordingId, atMs: atS * 1_000, text });
  }
  await calibrate(as, judges, versionId);
  if (!last) return;
  const from = new Date(base.getTime() - 86_400_000);
  const drawn = {
    name: "Every agent, one call 每人一通",
    seed: "demo",
    perAgent: 1,
    from,
    to: new Date(base.getTime() + 1),
  };
  await drawSample(as(manager, 130), { ...drawn, versionId });
}

type At = (actor: TenantActor, minutes: number) => VerbContext;

interface Judging {
  readonly plan: JudgementPlan;
  readonly talk: Talk;
  readonly versionId: string;
  readonly judges: Judges;
}

async function judge(as: At, { plan, talk, versionId, judges }: Judging): Promise<void> {
  const { comment, coaching, acknowledged } = plan;
  const reviewer = judges[plan.by];
  const { assessmentId } = await startAssessment(as(reviewer, 0), { callId: talk.callId, versionId });
  const answers = answersOf(plan.answers);
  await saveAssessment(as(reviewer, 4), { assessmentId, answers, comment, coaching, submit: true });
  if (acknowledged) await acknowledgeAssessment(as(talk.agent, 60), { assessmentId, answer: acknowledged });
}

/** Of the plan's conversation: each judges by themselves, then it is closed and compared. */
async function calibrate(as: At, judges: Judges, versionId: string): Promise<void> {
  const { name, talk: index, judgements } = MANGROVE_CALIBRATION;
  const callId = judges.talks[index]?.callId;
  if (callId === undefined) return;
  const reviewerIds = judgements.map(({ by }) => judges[by].membershipId);
  const { calibrationId } = await createCalibration(as(judges.manager, 70), { name, callId, versionId, reviewerIds });
  for (const { by, comment, answers: given } of judgements) {
    const { assessmentId } = await startAssessment(as(judges[by], 80), { callId, versionId, calibrationId });
    await saveAssessment(as(judges[by], 90), { assessmentId, answers: answersOf(given), comment, submit: true });
  }
  await closeCalibration(as(judges.manager, 110), { calibrationId });
}

function answersOf(given: JudgementPlan["answers"]): Answers {
  return Object.fromEntries(
    Object.entries(given).map(([id, one]) => {
      const [value, comment] = typeof one === "object" ? one : [one, ""];
      return [id, { value, comment }];
    }),
  );
}
