import type { ServerResponse } from "node:http";

/** What is answered: JSON, a page, or another address. */
export type Reply =
  | { readonly status: number; readonly json: unknown }
  | { readonly html: string }
  | { readonly location: string };

export function write(response: ServerResponse, reply: Reply): void {
  if ("location" in reply) response.writeHead(303, { location: reply.location }).end();
  else if ("html" in reply) response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(reply.html);
  else {
    response.writeHead(reply.status, { "content-type": "application/json", "request-id": "req_stand_in" });
    response.end(JSON.stringify(reply.json));
  }
}

export function refused(status: number, type: string, message: string): Reply {
  return { status, json: { error: { type, message } } };
}
