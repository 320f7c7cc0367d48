import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";

/** Argon2id (the library's default) with OWASP's first recommendation: 19 MiB, two passes, one thread. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A password that somebody chooses. Length is what counts; the ceiling keeps hashing cheap. */
export const newPassword = z.string().min(10).max(200);
/** A password that somebody types to sign in: whatever it is, it is compared. */
export const typedPassword = z.string().min(1).max(200);

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

let decoy: Promise<string> | undefined;

/**
 * Compares a password with the hash of an account. Without an account it compares with a decoy of the same cost, so
 * that the time of an answer does not tell whether somebody has an account here.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("nobody's password");
  const matches = await verify(passwordHash ?? (await decoy), password);
  return matches && passwordHash !== null;
}
