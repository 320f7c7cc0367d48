/**
 * Names on the PBX. A customer's channel is its attempt's id; what belongs to an agent carries the duty session's id,
 * so that after a restart it is known whose it is. A name is never used twice.
 */
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const CUSTOMER = new RegExp(`^${UUID}$`);
const LEG = new RegExp(`^agent_(${UUID})_`);
const BRIDGE = new RegExp(`^desk_(${UUID})_`);
const MONITOR = new RegExp(`^(monitor|ear|mark|booth)_(${UUID})_`);
const ECHO = new RegExp(`^echo_(${UUID})_`);
const CONSULT = new RegExp(`^consult_(${UUID})$`);
const ROOM = new RegExp(`^room_(${UUID})$`);

/** A new channel for an agent's leg. */
export function legName(dutySessionId: string, unique: string): string {
  return `agent_${dutySessionId}_${unique}`;
}

/** A new channel by which an agent hears themselves. */
export function echoName(dutySessionId: string, unique: string): string {
  return `echo_${dutySessionId}_${unique}`;
}

/** A new standing bridge. */
export function bridgeName(dutySessionId: string, unique: string): string {
  return `desk_${dutySessionId}_${unique}`;
}

/**
 * What a listening has on the PBX: the `monitor` leg of who listens, the `ear` that copies the call, the `mark` by which
 * the agent hears a tone, and the `booth`, a bridge in which leg and ear are alone with each other.
 */
export type MonitorPart = "monitor" | "ear" | "mark" | "booth";

/** A new name of a part of a listening. */
export function monitorName(part: MonitorPart, monitorId: string, unique: string): string {
  return `${part}_${monitorId}_${unique}`;
}

/** Which part of which listening this is, or null. */
export function monitorPart(name: string): { readonly part: MonitorPart; readonly monitorId: string } | null {
  const [, part, monitorId] = MONITOR.exec(name) ?? [];
  return part && monitorId ? { part: part as MonitorPart, monitorId } : null;
}

/** The duty session whose leg this channel is, or null. */
export function legSession(channelId: string): string | null {
  return LEG.exec(channelId)?.[1] ?? null;
}

/** The duty session whose standing bridge this is, or null. */
export function bridgeSession(bridgeId: string): string | null {
  return BRIDGE.exec(bridgeId)?.[1] ?? null;
}

/** Does this look like a customer's channel of ours? */
export function isCustomerChannel(channelId: string): boolean {
  return CUSTOMER.test(channelId);
}

/** The channel of an outside number that a call is transferred to. */
export function consultName(transferId: string): string {
  return `consult_${transferId}`;
}

/** The bridge of a customer and an outside number, from which the agent has gone. */
export function roomName(transferId: string): string {
  return `room_${transferId}`;
}

/** The transfer whose outside channel this is, or null. */
export function consultTransfer(channelId: string): string | null {
  return CONSULT.exec(channelId)?.[1] ?? null;
}

/** The transfer whose room this is, or null. */
export function roomTransfer(bridgeId: string): string | null {
  return ROOM.exec(bridgeId)?.[1] ?? null;
}

/** Is this a channel that we made? */
export function isOurChannel(channelId: string): boolean {
  const isOf = [legSession, consultTransfer, monitorPart].some((ofWhom) => ofWhom(channelId) !== null);
  return isOf || isCustomerChannel(channelId) || ECHO.test(channelId);
}
