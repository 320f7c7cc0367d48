import { join } from "node:path";
import { startStripeStandIn } from "@callbay/testing/stripe-stand-in/server";
import { startCallbay } from "./callbay.ts";
import { ensureChromium } from "./chromium.ts";
import { freePorts } from "./environment.ts";
import { checkPageWeights } from "./page-weight.ts";
import { projectRoot } from "./paths.ts";
import { runTool } from "./run.ts";
import { say, step } from "./say.ts";
import { playwrightTally, sum, type Tally } from "./tally.ts";

/** The whole product with the demo's data, and somebody who takes cards; ends with `stop`. */
export async function startForJourneys(dir: string) {
  const ports = await freePorts();
  const stripe = await startStripeStandIn({ webhook: `http://127.0.0.1:${ports.web}/api/webhooks/stripe` });
  const providers = {
    STRIPE_SECRET_KEY: "sk_test_stand_in",
    STRIPE_WEBHOOK_SECRET: stripe.secret,
    STRIPE_API_BASE: stripe.url,
  };
  try {
    const callbay = await startCallbay({ dir, ports, stackPorts: "free", throwaway: true, providers, say });
    const stop = async (): Promise<void> => {
      await callbay.stop();
      await stripe.close();
    };
    return { callbay, stop };
  } catch (error) {
    await stripe.close();
    throw error;
  }
}

/** Starts the whole product on free ports with the demo's data and walks it in a real browser. */
export async function runJourneys(dir: string, reports: string): Promise<Tally> {
  const chromium = await step("browser", ensureChromium);
  const { callbay, stop } = await startForJourneys(dir);
  try {
    const report = join(reports, "journeys.json");
    const code = await runTool(join("node_modules", ".bin", "playwright"), ["test"], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      CHROMIUM_PATH: chromium,
      CALLBAY_URL: callbay.webUrl,
      CALLBAY_DATA: dir,
      DEMO_PASSWORD: callbay.secrets.DEMO_PASSWORD,
      CALLBAY_TEST_OUTPUT: join(dir, "output"),
    });
    // The build is at hand here.
    return sum([await playwrightTally(report, code), await checkPageWeights(join(projectRoot, "apps/web/.next"))]);
  } finally {
    await stop();
  }
}
