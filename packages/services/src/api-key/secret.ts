import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const FORM = /^cbk_([0-9a-f]{32})_([\w-]{43})$/;

/** A key as its owner holds it: which one it is, and a secret that is stored nowhere. */
export function issueSecret(id: string): { readonly key: string; readonly hash: Uint8Array<ArrayBuffer> } {
  const secret = randomBytes(32).toString("base64url");
  return { key: `cbk_${id.replaceAll("-", "")}_${secret}`, hash: hashOf(secret) };
}

/** Which key this text is, and its secret; null when it is none. */
export function readKey(text: string): { readonly id: string; readonly secret: string } | null {
  const match = FORM.exec(text);
  const [, hex, secret] = match ?? [];
  if (!hex || !secret) return null;
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { id, secret };
}

/** Is it the secret that this hash was made of? Takes the same time for every wrong one. */
export function isSecret(secret: string, hash: Uint8Array): boolean {
  const given = hashOf(secret);
  return given.length === hash.length && timingSafeEqual(given, hash);
}

function hashOf(secret: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(secret).digest());
}
