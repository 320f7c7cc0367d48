import { answerAuth } from "~/server/auth.ts";
import { server } from "~/server/composition.ts";
import { limitedBody } from "~/server/limited-body.ts";
import { isSameOrigin, refuse, refuseForeignOrigin } from "~/server/request.ts";

export const dynamic = "force-dynamic";

const MAX_BODY_BYTES = 10_000;

async function handle(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return refuseForeignOrigin();
  const body = await limitedBody(request, MAX_BODY_BYTES);
  if (!body) return refuse(413, "BODY_TOO_LARGE", "What was sent is too large. Nothing was changed.");
  // Behind a proxy the request names the inner host; links and cookies need the one that browsers know.
  const { pathname, search } = new URL(request.url);
  return answerAuth(new Request(new URL(pathname + search, server().config.APP_URL), body));
}

export { handle as GET, handle as POST };
