import { join } from "node:path";
import { identityStandIn } from "@callbay/testing/identity-stand-in";
import { startStripeStandIn } from "@callbay/testing/stripe-stand-in/server";
import { startCallbay } from "./callbay.ts";
import { ensureChromium } from "./chromium.ts";
import { freePorts } from "./environment.ts";
import { checkPageWeights } from "./page-weight.ts";
import { projectRoot } from "./paths.ts";
import { runTool } from "./run.ts";
import { say, step } from "./say.ts";
import { playwrightTally, sum, type Tally } from "./tally.ts";

/** Callbay, as the company's provider knows it. */
const CLIENT = { id: "callbay", secret: "known to the provider and to Callbay" };

/** The whole product with the demo's data, somebody who takes cards and a company's sign-in; ends with `stop`. */
export async function startForJourneys(dir: string) {
  const ports = await freePorts();
  const stripe = await startStripeStandIn({ webhook: `http://127.0.0.1:${ports.web}/api/webhooks/stripe` });
  const identity = await identityStandIn(CLIENT);
  const providers = {
    STRIPE_SECRET_KEY: "sk_test_stand_in",
    STRIPE_WEBHOOK_SECRET: stripe.secret,
    STRIPE_API_BASE: stripe.url,
    IDENTITY_PROVIDERS_INSIDE: identity.issuer,
  };
  const closeProviders = async (): Promise<void> => {
    await Promise.all([stripe.close(), identity.close()]);
  };
  try {
    const callbay = await startCallbay({ dir, ports, stackPorts: "free", throwaway: true, providers, say });
    const stop = async (): Promise<void> => {
      await callbay.stop();
      await closeProviders();
    };
    return { callbay, identity, stop };
  } catch (error) {
    await closeProviders();
    throw error;
  }
}

/** Starts the whole product on free ports with the demo's data and walks it in a real browser. */
export async function runJourneys(dir: string, reports: string): Promise<Tally> {
  const chromium = await step("browser", ensureChromium);
  const { callbay, identity, stop } = await startForJourneys(dir);
  try {
    const report = join(reports, "journeys.json");
    const code = await runTool(join("node_modules", ".bin", "playwright"), ["test"], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      CHROMIUM_PATH: chromium,
      CALLBAY_URL: callbay.webUrl,
      CALLBAY_DATA: dir,
      DEMO_PASSWORD: callbay.secrets.DEMO_PASSWORD,
      IDENTITY_ISSUER: identity.issuer,
      IDENTITY_CLIENT_ID: CLIENT.id,
      IDENTITY_CLIENT_SECRET: CLIENT.secret,
      CALLBAY_TEST_OUTPUT: join(dir, "output"),
    });
    // The build is at hand here.
    return sum([await playwrightTally(report, code), await checkPageWeights(join(projectRoot, "apps/web/.next"))]);
  } finally {
    await stop();
  }
}
