import { mayScrape } from "@callbay/config/metrics";
import { server } from "~/server/composition.ts";
import { visitorOf } from "~/server/request.ts";

export const dynamic = "force-dynamic";

/** This process's figures for Prometheus: with METRICS_TOKEN as a bearer token, or from this machine. */
export async function GET(request: Request): Promise<Response> {
  const here = server();
  const scraper = { address: visitorOf(request.headers).ip, authorization: request.headers.get("authorization") };
  if (!mayScrape(scraper, here.config.METRICS_TOKEN)) return new Response(null, { status: 403 });
  const text = await here.metrics.text({ connections: here.deps.db.connections, redis: here.pingRedis });
  return new Response(text, {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
  });
}
