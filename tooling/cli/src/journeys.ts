import { join } from "node:path";
import { startCallbay } from "./callbay.ts";
import { ensureChromium } from "./chromium.ts";
import { freePorts } from "./environment.ts";
import { runTool } from "./run.ts";
import { say, step } from "./say.ts";
import { playwrightTally, type Tally } from "./tally.ts";

/** Starts the whole product on free ports with the demo's data and walks it in a real browser. */
export async function runJourneys(dir: string, reports: string): Promise<Tally> {
  const chromium = await step("browser", ensureChromium);
  const callbay = await startCallbay({ dir, ports: await freePorts(), stackPorts: "free", throwaway: true, say });
  try {
    const report = join(reports, "journeys.json");
    const code = await runTool(join("node_modules", ".bin", "playwright"), ["test"], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      CHROMIUM_PATH: chromium,
      CALLBAY_URL: callbay.webUrl,
      DEMO_PASSWORD: callbay.secrets.DEMO_PASSWORD,
      CALLBAY_TEST_OUTPUT: join(dir, "output"),
    });
    return await playwrightTally(report, code);
  } finally {
    await callbay.stop();
  }
}
