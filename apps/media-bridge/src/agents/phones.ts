import { phonePassword } from "@callbay/services/access/derived-secret";
import type { Floor } from "../floor.ts";

/**
 * Brings the accounts of seats' telephones into line with Postgres: new and changed ones are written to the node, those
 * that were revoked leave it. Asked every few seconds, so that credentials work, and end, within that.
 *
 * @param anew the node may have lost them: write all.
 */
export async function syncPhones(floor: Floor, anew = false): Promise<void> {
  const { pbx, records, secretKey } = floor.parts;
  const wanted = await records.readPhones();
  const names = new Set(wanted.map(({ username }) => username));
  for (const username of [...floor.phones.keys()]) {
    if (names.has(username)) continue;
    await pbx.removeAccount(username);
    floor.phones.delete(username);
  }
  for (const { tenantId, id, username, generation, registered } of wanted) {
    const known = floor.phones.get(username);
    if (!anew && known?.generation === generation) continue;
    // The old password must not keep what it registered.
    if (known && known.generation !== generation) await pbx.removeAccount(username);
    await pbx.putAccount({ username, password: phonePassword(secretKey, username, generation), kind: "sip" });
    floor.phones.set(username, { tenantId, id, generation, registered });
    notePhone(floor, username, await pbx.isRegistered(username));
  }
}

/** A telephone registered, or is gone; told twice, it is written once. */
export function notePhone(floor: Floor, username: string, registered: boolean): void {
  const phone = floor.phones.get(username);
  if (!phone || phone.registered === registered) return;
  phone.registered = registered;
  const { tenantId, id: phoneId } = phone;
  const at = floor.parts.clock.now();
  floor.parts.writes.push(`phone:${phoneId}`, () =>
    floor.parts.records.markPhone({ tenantId, phoneId, registered, at }),
  );
}
