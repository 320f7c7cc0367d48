import { PbxError, type PbxReach } from "../port.ts";

export interface AriAddress {
  /** e.g. `http://10.0.0.5:8088/ari`, without a trailing slash. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

export interface AriRequest {
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** An answer of 404 is what we wanted (it is gone): no error. */
  readonly goneIsFine?: boolean;
  /** An answer of 409 is what we wanted (it is there already): no error. */
  readonly thereIsFine?: boolean;
  /** May be sent again when the connection broke before an answer; never for what rings. */
  readonly repeatable?: boolean;
}

const TIMEOUT_MS = 5_000;
const REACH_TIMEOUT_MS = 2_000;

/** ARI over plain fetch: the thinnest thing that turns its answers into PbxError. */
export class AriHttp {
  readonly #authorization: string;

  constructor(private readonly address: AriAddress) {
    this.#authorization = `Basic ${Buffer.from(`${address.username}:${address.password}`).toString("base64")}`;
  }

  /** Sends one request and returns the parsed answer, or null for an empty one. */
  async send(method: "GET" | "POST" | "PUT" | "DELETE", path: string, request: AriRequest = {}): Promise<unknown> {
    const response = await this.open(method, path, request);
    const text = await response.text();
    if (response.ok) return text ? (JSON.parse(text) as unknown) : null;
    if (response.status === 404 && request.goneIsFine) return null;
    if (response.status === 409 && request.thereIsFine) return null;
    throw refusal(method, path, response.status, text);
  }

  /** Is anybody there? */
  async reach(): Promise<PbxReach> {
    try {
      const response = await fetch(`${this.address.url}/asterisk/ping`, {
        headers: { authorization: this.#authorization },
        signal: AbortSignal.timeout(REACH_TIMEOUT_MS),
      });
      await response.arrayBuffer();
      return response.ok ? "answers" : "silent";
    } catch (error) {
      return isRefused(error) ? "refused" : "silent";
    }
  }

  /** Sends one request and hands out the body as a stream. */
  async stream(path: string): Promise<ReadableStream<Uint8Array>> {
    const response = await this.open("GET", path, { repeatable: true });
    if (response.ok && response.body) return response.body;
    throw refusal("GET", path, response.status, await response.text());
  }

  private async open(method: string, path: string, request: AriRequest): Promise<Response> {
    const url = new URL(this.address.url + path);
    for (const [key, value] of Object.entries(request.query ?? {})) url.searchParams.set(key, String(value));
    const attempt = () =>
      fetch(url, {
        method,
        headers: {
          authorization: this.#authorization,
          ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    try {
      return await attempt();
    } catch (error) {
      const repeatable = request.repeatable ?? method !== "POST";
      if (!repeatable) throw unreachable(method, path, error);
      // A kept-alive connection that the PBX has just closed fails at once; a fresh one tells the truth.
      return attempt().catch((again: unknown) => {
        throw unreachable(method, path, again);
      });
    }
  }
}

function refusal(method: string, path: string, status: number, text: string): PbxError {
  const said = `${method} ${path}: ${status} ${text.slice(0, 300)}`;
  // Bridges answer 400 for a channel that has just gone.
  if (status === 404 || (status === 400 && /channel not found/i.test(text))) return new PbxError("NOT_FOUND", said);
  if (status === 409 && method === "POST" && /^\/channels\/[^/]+$/.test(path))
    return new PbxError("CHANNEL_EXISTS", said);
  if (status >= 500 && status !== 500) return new PbxError("UNREACHABLE", said);
  return new PbxError("REFUSED", said);
}

/** fetch hides the socket's word one level down. */
function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
}

function unreachable(method: string, path: string, error: unknown): PbxError {
  const cause = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : "";
  return new PbxError("UNREACHABLE", `${method} ${path}: no answer (${cause})`);
}
