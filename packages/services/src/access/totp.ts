import { createHmac, randomBytes } from "node:crypto";

/** Time-based codes as authenticator apps make them: RFC 6238 over RFC 4226, SHA-1, six digits, 30 seconds. */
const STEP_MS = 30_000;
const DIGITS = 6;
/** Steps that a phone's clock may be off, either way. */
const DRIFT = 1;
const KEY_BYTES = 20;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A new key, in base32 (RFC 4648) as apps take it. */
export function newTotpKey(): string {
  return base32(randomBytes(KEY_BYTES));
}

/** The code of one counter (RFC 4226). @param key raw bytes */
export function hotp(key: Uint8Array, counter: bigint, digits = DIGITS): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(counter);
  const mac = createHmac("sha1", key).update(message).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

/**
 * The step that a code belongs to, or null when it is wrong or was used: a step at or before `lastStep` never counts
 * again, so that whoever looks over a shoulder cannot repeat a code.
 */
export function matchTotp(
  key: string,
  code: string,
  { now, lastStep }: { now: Date; lastStep: bigint },
): bigint | null {
  const bytes = fromBase32(key);
  const here = BigInt(Math.floor(now.getTime() / STEP_MS));
  for (let step = here - BigInt(DRIFT); step <= here + BigInt(DRIFT); step++)
    if (step > lastStep && hotp(bytes, step) === code) return step;
  return null;
}

/** The code of this moment, as an app shows it. */
export function totpAt(key: string, now: Date): string {
  return hotp(fromBase32(key), BigInt(Math.floor(now.getTime() / STEP_MS)));
}

/** What an app reads from a QR code. */
export function otpauthUri(key: string, email: string): string {
  const label = `Callbay:${encodeURIComponent(email)}`;
  return `otpauth://totp/${label}?secret=${key}&issuer=Callbay`;
}

export function base32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? []).map((group) => ALPHABET[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}

export function fromBase32(text: string): Uint8Array {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}
