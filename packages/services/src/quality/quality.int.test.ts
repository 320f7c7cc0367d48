import { newId } from "@callbay/db/ids";
import { callerAs } from "@callbay/testing/caller";
import { FIXTURE_FORM } from "@callbay/testing/fixture/quality";
import { openWorld } from "@callbay/testing/world";
import { describe, expect, test } from "vitest";

const world = openWorld();
const { record } = world;

const as = (who: "owner" | "manager" | "supervisor" | "agent") =>
  callerAs(record, world.a.people[who].actor, world.now).quality;
const inA = <T>(run: Parameters<typeof world.db.withTenant<T>>[1]) => world.db.withTenant(world.a.tenantId, run);
const refused = (code: string) => expect.objectContaining({ cause: expect.objectContaining({ code }) });
const GOOD = { greeted: { value: "yes" as const }, manner: { value: 5 } };
const POOR = { greeted: { value: "no" as const }, manner: { value: 1 } };

/** Ended, recorded conversations of somebody, one hour apart. */
async function addCalls(count: number, membershipId: string): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await inA(async (tx) => {
    const {
      attemptId: _attempt,
      lineQuality: _line,
      dispositionValues: _values,
      ...like
    } = await tx.call.findFirstOrThrow({ where: { id: world.a.callId } });
    await tx.call.createMany({ data: ids.map((id) => ({ ...like, id, membershipId })) });
    await tx.recording.createMany({
      data: ids.map((callId, at) => ({
        ...{ tenantId: world.a.tenantId, id: newId(), callId, state: "stored" as const, storageKey: callId },
        ...{ startedAt: new Date(world.now.getTime() - (at + 1) * 3_600_000), durationMs: 30_000 },
      })),
    });
  });
  return ids;
}

describe("an assessment", () => {
  test("is kept while it is a draft, complete when it is submitted, and then stays; the agent sees it and answers once", async () => {
    const [callId = ""] = await addCalls(1, world.a.people.agent.membershipId);
    const versionId = world.a.scorecardVersionId;
    const { assessmentId } = await as("manager").start({ callId, versionId });
    expect(await as("manager").start({ callId, versionId })).toEqual({ assessmentId });
    await as("manager").save({ assessmentId, answers: { greeted: { value: "yes" } } });
    // A draft is its author's.
    await expect(as("owner").assessment({ assessmentId })).rejects.toEqual(refused("NOT_FOUND"));
    await expect(as("owner").save({ assessmentId, answers: {} })).rejects.toEqual(refused("NOT_FOUND"));
    await expect(as("agent").ownAssessment({ assessmentId })).rejects.toEqual(refused("NOT_FOUND"));
    await expect(
      as("manager").save({ assessmentId, answers: { greeted: { value: "yes" } }, submit: true }),
    ).rejects.toEqual(refused("ASSESSMENT_INCOMPLETE"));
    await expect(as("manager").save({ assessmentId, answers: { manner: { value: 6 } } })).rejects.toEqual(
      refused("ASSESSMENT_MISFIT"),
    );
    const coaching = "Name the price later";
    const done = await as("manager").save({
      assessmentId,
      answers: { ...GOOD, manner: { value: 3 } },
      coaching,
      submit: true,
    });
    // (1 × 1 + 3 × 3/5) / 4
    expect(done.scoreBp).toBe(7_000);
    await expect(as("manager").save({ assessmentId, answers: POOR })).rejects.toEqual(refused("ASSESSMENT_SUBMITTED"));
    await expect(
      inA((tx) => tx.assessment.updateMany({ where: { id: assessmentId }, data: { scoreBp: 1 } })),
    ).rejects.toThrow(/not changed/);

    const own = await as("agent").ownAssessment({ assessmentId });
    expect(own).toMatchObject({ scoreBp: 7_000, coaching, acknowledgedAt: null });
    await as("agent").acknowledge({ assessmentId, answer: "I will" });
    await as("agent").acknowledge({ assessmentId, answer: "Something else" });
    expect(await as("supervisor").assessment({ assessmentId })).toMatchObject({
      agentAnswer: "I will",
      scoreBp: 7_000,
    });
    const lines = await inA((tx) => tx.auditLog.count({ where: { entity: "assessment", entityId: assessmentId } }));
    expect(lines).toBeGreaterThanOrEqual(5);
  });

  test("is of somebody else's call, within the team", async () => {
    const { people, scorecardVersionId: versionId } = world.a;
    const [ownCall = ""] = await addCalls(1, people.supervisor.membershipId);
    await expect(as("supervisor").start({ callId: ownCall, versionId })).rejects.toEqual(
      refused("ASSESSMENT_OWN_CALL"),
    );
    const [call = ""] = await addCalls(1, people.agent.membershipId);
    const { membershipId } = people.agent;
    await inA((tx) => tx.membership.updateMany({ where: { id: membershipId }, data: { orgUnitId: null } }));
    await expect(as("supervisor").start({ callId: call, versionId })).rejects.toEqual(refused("NOT_FOUND"));
    expect((await as("supervisor").assessments({})).items).toEqual([]);
    await inA((tx) => tx.membership.updateMany({ where: { id: membershipId }, data: { orgUnitId: world.a.teamId } }));
    await as("supervisor").start({ callId: call, versionId });
  });
});

describe("a scorecard", () => {
  test("changes by versions alone; whoever built on an older one is told", async () => {
    const { scorecardId, versionId } = await as("manager").createScorecard({
      name: "Care",
      form: FIXTURE_FORM as never,
    });
    await expect(as("manager").createScorecard({ name: "Care", form: FIXTURE_FORM as never })).rejects.toEqual(
      refused("SCORECARD_NAME_TAKEN"),
    );
    const next = await as("manager").reviseScorecard({ scorecardId, basedOn: 1, form: FIXTURE_FORM as never });
    expect(next.versionId).not.toBe(versionId);
    await expect(as("owner").reviseScorecard({ scorecardId, basedOn: 1, form: FIXTURE_FORM as never })).rejects.toEqual(
      refused("SCORECARD_CHANGED"),
    );
    await expect(
      inA((tx) => tx.scorecardVersion.updateMany({ where: { id: versionId }, data: { version: 9 } })),
    ).rejects.toThrow(/not changed/);
    await as("manager").archiveScorecard({ scorecardId, archived: true });
    const start = as("manager").start({ callId: world.a.callId, versionId: next.versionId });
    await expect(start).rejects.toEqual(refused("SCORECARD_ARCHIVED"));
  });
});

describe("a sample", () => {
  test("draws the same calls for the same seed, so many of each agent, and none that was judged", async () => {
    const { people, spareAgent } = world.a;
    const mine = await addCalls(6, people.agent.membershipId);
    const theirs = await addCalls(6, spareAgent.membershipId);
    const { versionId } = await as("manager").createScorecard({ name: "Sampled", form: FIXTURE_FORM as never });
    const draw = async (seed: string, more: { agentIds?: string[]; minMs?: number } = {}) => {
      const { sampleId, size } = await as("manager").drawSample({
        ...{ name: seed, versionId, seed, perAgent: 2, from: new Date(0), to: world.now, ...more },
      });
      const tasks = await inA((tx) => tx.qualityTask.findMany({ where: { sampleId }, orderBy: { position: "asc" } }));
      expect(tasks).toHaveLength(size);
      return { sampleId, calls: tasks.map(({ callId }) => callId) };
    };
    const first = await draw("march");
    expect((await draw("march")).calls).toEqual(first.calls);
    const of = (ids: string[]) => first.calls.filter((id) => ids.includes(id)).length;
    expect(of(theirs)).toBe(2);
    const seeds = await Promise.all(["seed a", "seed b", "seed c", "seed d"].map((seed) => draw(seed)));
    expect(new Set(seeds.map(({ calls }) => calls.join())).size).toBeGreaterThan(1);
    await expect(draw("long", { minMs: 3_600_000 })).rejects.toEqual(refused("SAMPLE_EMPTY"));

    const [callId = ""] = first.calls.filter((id) => theirs.includes(id));
    const waiting = async () => (await as("supervisor").queue({ sampleId: first.sampleId })).map((task) => task.callId);
    expect(await waiting()).toContain(callId);
    const { assessmentId } = await as("manager").start({ callId, versionId });
    await as("manager").save({ assessmentId, answers: GOOD, submit: true });
    expect(await waiting()).not.toContain(callId);
    const again = await draw("march", { agentIds: [spareAgent.membershipId] });
    expect(again.calls).not.toContain(callId);
    expect(again.calls.every((id) => theirs.includes(id))).toBe(true);
    expect(mine.length).toBe(6);
  });
});

describe("a calibration", () => {
  test("is blind until it is closed, and then says how far each reviewer is from all", async () => {
    const { people, scorecardVersionId: versionId } = world.a;
    const [callId = ""] = await addCalls(1, people.agent.membershipId);
    const reviewerIds = [people.supervisor.membershipId, people.owner.membershipId];
    const ask = { name: "Do we agree?", callId, versionId };
    await expect(
      as("manager").createCalibration({ ...ask, reviewerIds: [people.agent.membershipId, people.owner.membershipId] }),
    ).rejects.toEqual(refused("CALIBRATION_REVIEWER"));
    const { calibrationId } = await as("manager").createCalibration({ ...ask, reviewerIds });
    await expect(as("manager").start({ callId, versionId, calibrationId })).rejects.toEqual(refused("NOT_FOUND"));
    const strict = await as("supervisor").start({ callId, versionId, calibrationId });
    await as("supervisor").save({ ...strict, answers: POOR, submit: true });
    const mild = await as("owner").start({ callId, versionId, calibrationId });
    // Nobody learns what another said: not the next reviewer, not who asked, not the agent, in no list.
    for (const who of ["owner", "manager"] as const)
      await expect(as(who).assessment(strict)).rejects.toEqual(refused("NOT_FOUND"));
    await expect(as("owner").calibration({ calibrationId })).rejects.toEqual(refused("CALIBRATION_OPEN"));
    await as("owner").save({ ...mild, answers: GOOD, submit: true });
    expect((await as("manager").assessments({ callId })).items).toEqual([]);
    const [seen] = await as("supervisor").calibrations();
    expect(seen).toMatchObject({ asked: 2, judged: 2, mine: true, ownDone: true });

    await as("manager").closeCalibration({ calibrationId });
    const { deviations } = await as("supervisor").calibration({ calibrationId });
    // POOR: 3 × 1/5 of 4; GOOD: all.
    expect(deviations.meanScoreBp).toBe(5_750);
    expect(deviations.reviewers.map(({ biasBp }) => biasBp)).toEqual([-4_250, 4_250]);
    expect(deviations.questions.map(({ spreadBp }) => spreadBp)).toEqual([10_000, 8_000]);
    await expect(as("manager").closeCalibration({ calibrationId })).rejects.toEqual(refused("CALIBRATION_CLOSED"));
    for (const own of (await as("agent").own()).items)
      expect([strict.assessmentId, mild.assessmentId]).not.toContain(own.id);
  });
});
