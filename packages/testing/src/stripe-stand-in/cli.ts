import { parseArgs } from "node:util";
import { startStripeStandIn } from "./server.ts";

/** `npx tsx …/cli.ts --port N --webhook URL --secret S`: runs until it is ended; prints one line when it listens. */
const { values } = parseArgs({
  options: { port: { type: "string" }, webhook: { type: "string" }, secret: { type: "string" } },
});
const standIn = await startStripeStandIn({
  port: Number(values.port ?? "0"),
  ...(values.webhook ? { webhook: values.webhook } : {}),
  ...(values.secret ? { secret: values.secret } : {}),
});
process.stdout.write(`${JSON.stringify({ url: standIn.url, secret: standIn.secret })}\n`);
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => void standIn.close().then(() => process.exit(0)));
