import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Secrets of one embedded installation; made once, readable by its owner alone. */
export interface Secrets {
  readonly SECRET_KEY: string;
  readonly AUTH_SECRET: string;
  readonly DEMO_PASSWORD: string;
}

/** Reads the installation's secrets, or makes them. The environment wins over the file. */
export function loadSecrets(file: string): Secrets {
  let stored: Partial<Secrets> = {};
  try {
    stored = JSON.parse(readFileSync(file, "utf8")) as Partial<Secrets>;
  } catch {
    // The first start.
  }
  const secret = (name: keyof Secrets, bytes: number) =>
    process.env[name] ?? stored[name] ?? randomBytes(bytes).toString("base64url");
  const secrets = {
    SECRET_KEY: secret("SECRET_KEY", 32),
    AUTH_SECRET: secret("AUTH_SECRET", 32),
    DEMO_PASSWORD: secret("DEMO_PASSWORD", 9),
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}
