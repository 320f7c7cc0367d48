import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/**
 * Keeps a secret in a row, sealed under SECRET_KEY (AES-256-GCM). The box is `base64url(iv ‖ tag ‖ ciphertext)`.
 */
export interface SecretBox {
  seal(plain: string): string;
  /** Opens a box. @throws when the key is another or the box was altered. */
  open(box: string): string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** @param secretKey at least 32 characters, from the environment */
export function createSecretBox(secretKey: string): SecretBox {
  const key = Buffer.from(hkdfSync("sha256", secretKey, "callbay", "secret-box", 32));
  return {
    seal(plain) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
    },
    open(box) {
      const bytes = Buffer.from(box, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
    },
  };
}
