import { PbxError } from "@callbay/services/node/pbx";
import type { Floor } from "../floor.ts";
import type { Agent } from "../model.ts";
import { legName } from "../names.ts";
import { endEcho } from "./echo.ts";

const RING_MS = 15_000;
/** Somebody has to reach for the receiver. */
const DESK_PHONE_RING_MS = 30_000;
/** Telephones that know one of these pick up by themselves. */
const ANSWERS_ITSELF = {
  "PJSIP_HEADER(add,Call-Info)": "<sip:callbay>;answer-after=0",
  "PJSIP_HEADER(add,Alert-Info)": "<http://callbay>;info=alert-autoanswer;delay=0",
};
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;

/** Rings the agent's own softphone, which answers by itself, or their telephone; its leg then stays in the standing bridge. */
export function nailUp(floor: Floor, agent: Agent): void {
  if (agent.legId || agent.moving || !agent.registered || agent.duty.state === "off" || !floor.parts.mayAct()) return;
  agent.cancelNail?.();
  agent.cancelNail = null;
  const legId = legName(agent.dutySessionId, floor.parts.newId().slice(-12));
  agent.legId = legId;
  agent.legStarting = true;
  floor.legs.set(legId, agent);
  const order = {
    channelId: legId,
    endpoint: `PJSIP/${agent.username}`,
    callerId: '"Callbay" <callbay>',
    timeoutMs: agent.isDeskPhone ? DESK_PHONE_RING_MS : RING_MS,
    ...(agent.isDeskPhone ? { variables: ANSWERS_ITSELF } : {}),
  };
  void floor
    .attempt("nailing up", () => floor.parts.pbx.originate(order), { legId })
    .then((placed) => {
      agent.legStarting = false;
      if (!placed) dropLeg(floor, agent, legId);
    });
}

/** Puts an agent's leg into the standing bridge; where a restarted PBX has lost that, it is made again first. */
export function stand(floor: Floor, agent: Agent, legId: string): void {
  const { pbx } = floor.parts;
  const { bridgeId } = agent;
  void floor.attempt(
    "standing bridge",
    async () => {
      try {
        await pbx.addToBridge(bridgeId, legId);
      } catch (error) {
        if (!(error instanceof PbxError) || error.code !== "NOT_FOUND") throw error;
        await pbx.createBridge(bridgeId);
        await pbx.addToBridge(bridgeId, legId);
      }
    },
    { legId },
  );
}

/** Forgets a leg that is gone and tries again, later each time. */
export function dropLeg(floor: Floor, agent: Agent, legId: string): void {
  floor.legs.delete(legId);
  if (agent.legId !== legId) return;
  agent.legId = null;
  agent.legStarting = false;
  endEcho(floor, agent);
  if (agent.duty.state === "off") return;
  const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(agent.nailFailures, 8));
  agent.nailFailures += 1;
  agent.cancelNail?.();
  agent.cancelNail = floor.parts.clock.after(delay, () => void retry(floor, agent));
}

async function retry(floor: Floor, agent: Agent): Promise<void> {
  if (floor.agents.get(agent.dutySessionId) !== agent) return;
  await floor.attempt("registration look-up", async () => {
    agent.registered = await floor.parts.pbx.isRegistered(agent.username);
  });
  nailUp(floor, agent);
}
