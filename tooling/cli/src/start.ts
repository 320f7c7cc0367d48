/** `npm start`: everything real on this machine, until Ctrl-C. */
import { join } from "node:path";
import { startCallbay } from "./callbay.ts";
import { defaultPorts, namedProviders } from "./environment.ts";
import { home } from "./paths.ts";
import { explain, say } from "./say.ts";

process.env.CALLBAY_ROOT_CACHE ??= join(home, "root");

let stopAsked = false;
let stopNow: (() => Promise<void>) | undefined;
async function stop(): Promise<void> {
  if (stopAsked) return;
  stopAsked = true;
  if (!stopNow) return; // still starting: the start itself sees stopAsked
  say("\nStopping …");
  await stopNow();
  say("Stopped. The data stays in .callbay/.");
  process.exit(0);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());

say("Starting Callbay\n");
const started = performance.now();
try {
  const callbay = await startCallbay({
    dir: join(home, "data"),
    ports: defaultPorts(),
    stackPorts: "default",
    providers: namedProviders(),
    say,
  });
  stopNow = callbay.stop;
  if (stopAsked) {
    await callbay.stop();
    process.exit(0);
  }
  const password = callbay.secrets.DEMO_PASSWORD;
  process.stdout.write(`
Callbay is running: ${callbay.webUrl}   (ready in ${Math.round((performance.now() - started) / 1000)} s)

  Sign in as                      with the password  ${password}
    operator   admin@callbay.example      clients, contracts, approvals, pool
               finance@callbay.example    billing and invoices
    client     owner@mangrove.example     seats, people, cost
               manager@mangrove.example   lists and campaigns
               supervisor@mangrove.example   floor, recordings, quality
               finance@mangrove.example   invoices
    agent      agent1@mangrove.example … agent6@mangrove.example   the desk: go on duty with a headset

  Health   ${callbay.webUrl}/api/health
  Logs     .callbay/data/logs/
  Stop     Ctrl-C
`);
  for (const app of callbay.apps) {
    void app.process.exited.then(({ code, signal }) => {
      if (stopAsked) return;
      say(`\n${app.name} ended by itself (${signal ?? `code ${code}`}); see .callbay/data/logs/. Stopping the rest.`);
      void stop();
    });
  }
} catch (error) {
  say(`\nCallbay did not start. What had started was stopped again; data is kept.\n${explain(error)}`);
  process.exit(1);
}
