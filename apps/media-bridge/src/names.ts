/**
 * Names on the PBX. A customer's channel is its attempt's id; what belongs to an agent carries the duty session's id,
 * so that after a restart it is known whose it is. A name is never used twice.
 */
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const CUSTOMER = new RegExp(`^${UUID}$`);
const LEG = new RegExp(`^agent_(${UUID})_`);
const BRIDGE = new RegExp(`^desk_(${UUID})_`);

/** A new channel for an agent's leg. */
export function legName(dutySessionId: string, unique: string): string {
  return `agent_${dutySessionId}_${unique}`;
}

/** A new standing bridge. */
export function bridgeName(dutySessionId: string, unique: string): string {
  return `desk_${dutySessionId}_${unique}`;
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
