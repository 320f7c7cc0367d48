import { createHash, createSign, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Who is signed in at the provider, in the words of its claims. */
export interface ProviderPerson {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
}

/** What a test in another process has the provider do from now on, by POST to `control`; what it leaves out is as at first. */
export interface IdentityOrders {
  readonly person: ProviderPerson;
  /** Claims that are laid over what it would say. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly forge?: boolean;
}

/**
 * A company's OpenID Connect provider over real HTTP: discovery, keys, the code flow with PKCE, signed tokens. Whoever
 * comes is `person`, without being asked. `tamper` changes what it says, as an attacker would.
 */
export interface IdentityStandIn {
  readonly issuer: string;
  /** Takes `IdentityOrders`. */
  readonly control: string;
  person: ProviderPerson;
  tamper: ((claims: Record<string, unknown>) => Record<string, unknown>) | null;
  /** Signs with a key that it does not publish. */
  forge: boolean;
  /** Leaves these out of its description. */
  readonly without: Set<string>;
  /** Codes that were exchanged for a token. */
  readonly exchanged: string[];
  close(): Promise<void>;
}

interface Grant {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | null;
  readonly person: ProviderPerson;
}

const b64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

export async function identityStandIn(client: {
  readonly id: string;
  readonly secret: string;
}): Promise<IdentityStandIn> {
  const published = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const grants = new Map<string, Grant>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const self: IdentityStandIn = {
    ...{ issuer, control: `${issuer}/control`, without: new Set(), exchanged: [] },
    ...{ person: { sub: "nobody" }, tamper: null, forge: false },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };

  function token(claims: Record<string, unknown>, key: KeyObject): string {
    const text = `${b64({ alg: "RS256", typ: "JWT", kid: "one" })}.${b64(claims)}`;
    return `${text}.${createSign("sha256").update(text).sign(key).toString("base64url")}`;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const url = new URL(request.url ?? "/", issuer);
    const reply = (status: number, body: unknown): unknown =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (url.pathname === "/.well-known/openid-configuration") return reply(200, description());
    if (url.pathname === "/jwks")
      return reply(200, { keys: [{ ...published.publicKey.export({ format: "jwk" }), kid: "one", use: "sig" }] });
    if (url.pathname === "/authorize") return authorise(url, response);
    if (url.pathname === "/token") return exchange(new URLSearchParams(await textOf(request)), request, reply);
    if (url.pathname === "/control") return obey(JSON.parse(await textOf(request)) as IdentityOrders, reply);
    return reply(404, {});
  }

  function obey(orders: IdentityOrders, reply: (status: number, body: unknown) => unknown): unknown {
    const { person, claims, forge = false } = orders;
    Object.assign(self, { person, forge, tamper: claims ? (said: object) => ({ ...said, ...claims }) : null });
    return reply(200, {});
  }

  function description(): Record<string, unknown> {
    const all = {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      code_challenge_methods_supported: ["S256"],
    };
    return Object.fromEntries(Object.entries(all).filter(([name]) => !self.without.has(name)));
  }

  function authorise(url: URL, response: ServerResponse): unknown {
    const asked = url.searchParams;
    const back = new URL(asked.get("redirect_uri") ?? "");
    const code = randomUUID();
    if (asked.get("client_id") !== client.id || asked.get("code_challenge_method") !== "S256")
      return response.writeHead(400).end();
    grants.set(code, {
      redirectUri: back.href,
      challenge: asked.get("code_challenge") ?? "",
      nonce: asked.get("nonce"),
      person: self.person,
    });
    back.searchParams.set("code", code);
    back.searchParams.set("state", asked.get("state") ?? "");
    return response.writeHead(302, { location: back.href }).end();
  }

  /** RFC 6749 section 2.3.1: id and secret are encoded as a form's before they are joined. */
  function isClient(authorization: string): boolean {
    const pair = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString("utf8");
    const said = new URLSearchParams(pair.replace(":", "="));
    return said.size === 1 && said.get(client.id) === client.secret;
  }

  function exchange(
    asked: URLSearchParams,
    request: IncomingMessage,
    reply: (status: number, body: unknown) => unknown,
  ): unknown {
    if (!isClient(request.headers.authorization ?? "")) return reply(401, { error: "invalid_client" });
    const code = asked.get("code") ?? "";
    const grant = grants.get(code);
    const proof = createHash("sha256")
      .update(asked.get("code_verifier") ?? "")
      .digest("base64url");
    if (!grant || grant.redirectUri !== asked.get("redirect_uri") || grant.challenge !== proof)
      return reply(400, { error: "invalid_grant" });
    // A code works once.
    grants.delete(code);
    self.exchanged.push(code);
    const now = Math.floor(Date.now() / 1000);
    const { nonce, person } = grant;
    const said = { iss: issuer, aud: client.id, iat: now, exp: now + 300, ...(nonce ? { nonce } : {}), ...person };
    const key = self.forge ? other.privateKey : published.privateKey;
    const id_token = token(self.tamper ? self.tamper(said) : said, key);
    return reply(200, { access_token: randomUUID(), token_type: "Bearer", expires_in: 300, id_token });
  }

  return self;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
