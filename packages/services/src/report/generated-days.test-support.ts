import type { Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { addDays, startOfLocalDay } from "@callbay/domain/calendar";
import type { TenantFixture } from "@callbay/testing/two-tenants";

export interface Generated {
  readonly memberships: readonly string[];
  readonly dispositions: readonly string[];
}

interface Days {
  /** Whole days of the zone from each of these, so many. */
  readonly firstDays: readonly string[];
  readonly days: number;
  readonly zone: string;
  readonly seed: number;
}

const CALLS_A_DAY = 30;
const STATES = ["ready", "talking", "wrapup", "paused", "previewing"] as const;
const OUTCOMES = ["busy", "no_answer", "rejected", "unreachable", "failed", "machine", "abandoned"] as const;

/** Days of calls and duty, some of them internal, inbound, to an information line, disposed, won and lost again. */
export async function addGeneratedDays(
  db: Db,
  tenant: TenantFixture,
  { firstDays, days, zone, seed }: Days,
): Promise<Generated> {
  const { tenantId, campaignId } = tenant;
  let state = seed * 7_919 + 17;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const people = [
    tenant.people.agent.membershipId,
    tenant.spareAgent.membershipId,
    tenant.people.supervisor.membershipId,
  ];
  return db.asOperator(
    async (tx) => {
      // What the seed picks from is in one order: the same days in every run.
      const dispositions = await tx.campaignDisposition.findMany({
        where: { tenantId, campaignId },
        orderBy: { position: "asc" },
      });
      const contacts = await tx.contact.findMany({ where: { tenantId }, orderBy: { id: "asc" }, select: { id: true } });
      const { nodeId } = await tx.call.findFirstOrThrow({ where: { tenantId } });
      const spans = firstDays.map((first) => ({
        from: startOfLocalDay(first, zone).getTime(),
        to: startOfLocalDay(addDays(first, days), zone).getTime(),
      }));
      for (const { from, to } of spans) {
        const at = () => from + Math.floor(random() * (to - from));
        const calls = Array.from({ length: CALLS_A_DAY * days }, () => {
          const startedAt = at();
          const end = random();
          const answeredAt = end < 0.6 ? startedAt + Math.floor(random() * 20_000) : null;
          const joinedAt = answeredAt !== null && end < 0.45 ? answeredAt + Math.floor(random() * 900) : null;
          const talkMs = joinedAt === null ? 0 : Math.floor(random() * (random() < 0.3 ? 12_000 : 200_000));
          const endedAt = (joinedAt ?? answeredAt ?? startedAt) + talkMs + Math.floor(random() * 4_000);
          const disposition = joinedAt !== null && random() < 0.8 ? pick(dispositions) : null;
          const isCampaign = random() < 0.9;
          return {
            tenantId,
            id: newId(),
            direction: random() < 0.9 ? ("outbound" as const) : ("inbound" as const),
            isInternal: random() < 0.08,
            campaignId: isCampaign ? campaignId : null,
            contactId: isCampaign ? pick(contacts).id : null,
            phone: pick(["+4930123456", "+4989123456", "+12125550100", "+8522345678"]),
            callerId: "+4930999",
            nodeId,
            startedAt: new Date(startedAt),
            answeredAt: answeredAt === null ? null : new Date(answeredAt),
            joinedAt: joinedAt === null ? null : new Date(joinedAt),
            partedAt: joinedAt === null ? null : new Date(joinedAt + talkMs),
            // Some have not ended: no report counts them.
            endedAt: random() < 0.03 ? null : new Date(endedAt),
            talkMs,
            holdMs: joinedAt === null ? 0 : Math.floor(random() * 2_000),
            outcome: joinedAt === null ? pick(OUTCOMES) : ("answered" as const),
            membershipId: joinedAt === null ? null : pick(people),
            dispositionId: isCampaign && disposition ? disposition.id : null,
          };
        });
        await tx.call.createMany({ data: calls });
        const won = calls.filter(({ dispositionId }) => dispositionId !== null && random() < 0.5);
        await tx.success.createMany({
          data: won.map((call) => ({
            tenantId,
            id: call.id,
            campaignId,
            contactId: call.contactId,
            membershipId: call.membershipId,
            occurredAt: call.startedAt,
            ...(random() < 0.3 ? { rejectedAt: call.startedAt, rejectedBy: "x", rejectedReason: "not theirs" } : {}),
          })),
        });
        for (const membershipId of people) {
          const dutySessionId = newId();
          const starts = from + Math.floor(random() * 3_600_000) + 37;
          await tx.dutySession.createMany({
            data: {
              tenantId,
              id: dutySessionId,
              membershipId,
              seatLeaseId: tenant.leaseId,
              nodeId,
              state: "off",
              stateSince: new Date(to),
              startedAt: new Date(starts),
              endedAt: new Date(to),
              endedReason: "asked",
            },
          });
          const intervals = [];
          // Over every midnight and change of clocks, in pieces from seconds to half a day.
          for (let begins = starts, seq = 1; begins < to; seq += 1) {
            const ends = Math.min(to, begins + Math.floor(random() ** 3 * 43_200_000) + 1);
            intervals.push({
              tenantId,
              id: newId(),
              dutySessionId,
              seq,
              state: pick(STATES),
              startedAt: new Date(begins),
              endedAt: new Date(ends),
            });
            begins = ends;
          }
          await tx.dutyInterval.createMany({ data: intervals });
        }
      }
      return { memberships: people, dispositions: dispositions.map(({ id }) => id) };
    },
    { timeoutMs: 60_000 },
  );
}
