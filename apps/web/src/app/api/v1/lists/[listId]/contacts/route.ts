import { appendByKey } from "@callbay/api/keyed";
import { server } from "~/server/composition.ts";
import { limitedBody } from "~/server/limited-body.ts";
import { visitorOf } from "~/server/request.ts";

export const dynamic = "force-dynamic";

/** Five thousand contacts with a page of attributes each are less. */
const MAX_BYTES = 8 * 1_048_576;

/** POST by a client's own system, with a key: see docs/api.md. No cookie counts here, so no page can send it for anybody. */
export async function POST(request: Request, { params }: { params: Promise<{ listId: string }> }): Promise<Response> {
  const { deps, logger, keyLimiter } = server();
  const { now, requestId, ip } = visitorOf(request.headers);
  const whole = await limitedBody(request, MAX_BYTES);
  const { status, headers, body } = await appendByKey(
    { deps, logger, keyLimiter, now, requestId, ip },
    {
      authorization: request.headers.get("authorization"),
      idempotencyKey: request.headers.get("idempotency-key"),
      listId: (await params).listId,
      body: whole ? await whole.text() : null,
    },
  );
  return Response.json(body, { status, headers: { ...headers, "cache-control": "no-store" } });
}
