import { existsSync } from "node:fs";
import { runTool } from "./run.ts";
import { say } from "./say.ts";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * Finds the browser for the journeys: CHROMIUM_PATH, an installed one, or Debian's package when we may install.
 * @throws Error with the one command that a person has to run
 */
export async function ensureChromium(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  const installed = CANDIDATES.find((path) => existsSync(path));
  if (installed) return installed;
  if (process.getuid?.() === 0) {
    say("  … installing Debian's chromium for the journeys");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await runTool("apt-get", ["update", "-qq"], env);
    const packages = ["chromium", "fonts-noto-cjk"];
    const code = await runTool("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], env);
    const path = CANDIDATES.find((candidate) => existsSync(candidate));
    if (code === 0 && path) return path;
  }
  throw new Error(
    "The journeys need Chromium and it could not be installed. Run `apt-get install chromium fonts-noto-cjk` as root, " +
      "or name a Chromium with CHROMIUM_PATH, and try again.",
  );
}
