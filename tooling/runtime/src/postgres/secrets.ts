import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** Passwords of the database's roles. */
export interface DatabaseSecrets {
  admin: string;
  owner: string;
  app: string;
  cel: string;
}

/** Passwords made once and kept where only we can read them. */
export function databaseSecrets(file: string): DatabaseSecrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as DatabaseSecrets;
  const secret = () => randomBytes(18).toString("base64url");
  const secrets: DatabaseSecrets = { admin: secret(), owner: secret(), app: secret(), cel: secret() };
  // Written whole or not at all: a torn file would lock us out of our own data.
  writeFileSync(`${file}.tmp`, JSON.stringify(secrets), { mode: 0o600 });
  chmodSync(`${file}.tmp`, 0o600);
  renameSync(`${file}.tmp`, file);
  return secrets;
}
