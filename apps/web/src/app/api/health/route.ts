import { health } from "~/server/health.ts";

export const dynamic = "force-dynamic";

/** Answers 200 as long as this process does: `status` says whether all of Callbay is well. */
export async function GET(): Promise<Response> {
  return Response.json(await health(new Date()), { headers: { "cache-control": "no-store" } });
}
