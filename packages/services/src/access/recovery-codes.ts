import { createHash, randomInt } from "node:crypto";
import type { Tx } from "@callbay/db/client";

/** Without letters that look alike. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const COUNT = 10;
/** 31^10: 49 bits each, behind a brake of ten tries in a quarter of an hour. */
const LENGTH = 10;

/** Puts new recovery codes in the place of all others. @returns them, to be shown once: hashes alone are kept */
export async function renewRecoveryCodes(tx: Tx, accountId: string, now: Date): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, newCode);
  await tx.recoveryCode.deleteMany({ where: { accountId } });
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ accountId, codeHash: hashCode(code), createdAt: now })),
  });
  return codes;
}

/** Uses a recovery code up. @returns false when it is none, or was used. */
export async function useRecoveryCode(tx: Tx, accountId: string, typed: string, now: Date): Promise<boolean> {
  const { count } = await tx.recoveryCode.updateMany({
    where: { accountId, codeHash: hashCode(typed), usedAt: null },
    data: { usedAt: now },
  });
  return count === 1;
}

function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
}

function hashCode(code: string): string {
  return createHash("sha256")
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ""))
    .digest("hex");
}
