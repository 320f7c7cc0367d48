import { constants, createPublicKey, type JsonWebKey, verify } from "node:crypto";
import { type DescribedProvider, IdentityProviderRefused, type IdentityProviders } from "./identity-port.ts";
import { createOutboundFetch } from "./outbound-fetch.ts";

/** RFC 7518 section 3.1 and RFC 8037: what a token may be signed with. Nothing symmetric, and never "none". */
const ALGORITHMS: Readonly<Record<string, { hash: string | null; type: string; pss?: true }>> = {
  RS256: { hash: "sha256", type: "rsa" },
  RS384: { hash: "sha384", type: "rsa" },
  RS512: { hash: "sha512", type: "rsa" },
  PS256: { hash: "sha256", type: "rsa", pss: true },
  PS384: { hash: "sha384", type: "rsa", pss: true },
  PS512: { hash: "sha512", type: "rsa", pss: true },
  ES256: { hash: "sha256", type: "ec" },
  ES384: { hash: "sha384", type: "ec" },
  ES512: { hash: "sha512", type: "ec" },
  EdDSA: { hash: null, type: "ed25519" },
};

type Json = Readonly<Record<string, unknown>>;

/**
 * OpenID Connect Discovery 1.0 over the guarded fetch.
 *
 * @param allowed see `createOutboundFetch`
 */
export function createIdentityProviders({ allowed }: { readonly allowed: readonly string[] }): IdentityProviders {
  const outbound = createOutboundFetch(allowed);

  async function json(url: string, what: string): Promise<Json> {
    const answer = await outbound(url, { headers: { accept: "application/json" } }).catch((cause: unknown) => {
      throw new IdentityProviderRefused("UNREACHABLE", reasonOf(cause), { cause });
    });
    if (!answer.ok) throw new IdentityProviderRefused("NO_DESCRIPTION", `${what}: HTTP ${answer.status}`);
    const body: unknown = await answer.json().catch(() => null);
    if (typeof body !== "object" || body === null) throw new IdentityProviderRefused("NO_DESCRIPTION", what);
    return body as Json;
  }

  async function describe(issuer: string): Promise<DescribedProvider> {
    if (!URL.canParse(issuer)) throw new IdentityProviderRefused("UNREACHABLE", "not an address");
    const base = issuer.replace(/\/+$/, "");
    const said = await json(`${base}/.well-known/openid-configuration`, "openid-configuration");
    if (typeof said.issuer !== "string" || said.issuer.replace(/\/+$/, "") !== base)
      throw new IdentityProviderRefused("OTHER_ISSUER", String(said.issuer).slice(0, 200));
    const need = (name: string): string => {
      const value = said[name];
      if (typeof value !== "string" || !URL.canParse(value)) throw new IdentityProviderRefused("LACKS", name);
      return value;
    };
    for (const name of ["authorization_endpoint", "token_endpoint", "userinfo_endpoint"]) need(name);
    requireOneOf(said, "response_types_supported", ["code"]);
    requireOneOf(said, "id_token_signing_alg_values_supported", Object.keys(ALGORITHMS));
    if (said.code_challenge_methods_supported !== undefined)
      requireOneOf(said, "code_challenge_methods_supported", ["S256"]);
    return { issuer: said.issuer, jwksUri: need("jwks_uri") };
  }

  async function keysOf(jwksUri: string): Promise<(JsonWebKey & { kid?: unknown; use?: unknown })[]> {
    const { keys } = await json(jwksUri, "jwks_uri");
    if (!Array.isArray(keys) || keys.length === 0) throw new IdentityProviderRefused("LACKS", "keys");
    return keys.filter((one): one is JsonWebKey => typeof one === "object" && one !== null);
  }

  return {
    fetch: outbound,
    describe: async (issuer) => {
      const described = await describe(issuer);
      await keysOf(described.jwksUri);
      return described;
    },
    signed: async (issuer, idToken) => {
      const [head = "", body = "", mark = "", ...rest] = idToken.split(".");
      const header = part(head);
      const algorithm = typeof header?.alg === "string" ? ALGORITHMS[header.alg] : undefined;
      if (!algorithm || rest.length > 0 || mark === "") return false;
      const keys = await keysOf((await describe(issuer)).jwksUri);
      const named = header?.kid === undefined ? keys : keys.filter(({ kid }) => kid === header.kid);
      return named.some((jwk) => fits(jwk, algorithm, `${head}.${body}`, mark));
    },
  };
}

function fits(jwk: JsonWebKey, algorithm: (typeof ALGORITHMS)[string], text: string, mark: string): boolean {
  try {
    const key = createPublicKey({ key: jwk, format: "jwk" });
    if (key.asymmetricKeyType !== algorithm.type) return false;
    const padding = algorithm.pss ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: -1 } : {};
    const options = { key, dsaEncoding: "ieee-p1363" as const, ...padding };
    return verify(algorithm.hash, Buffer.from(text), options, Buffer.from(mark, "base64url"));
  } catch {
    // A key of a kind that this machine does not know signs nothing that we believe.
    return false;
  }
}

function part(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Json) : null;
  } catch {
    return null;
  }
}

function requireOneOf(said: Json, name: string, wanted: readonly string[]): void {
  const offered = said[name];
  if (!Array.isArray(offered) || !offered.some((one) => wanted.includes(one)))
    throw new IdentityProviderRefused("LACKS", `${name}: ${wanted.join(", ")}`);
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "no answer";
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  if (cause.name === "TimeoutError" || cause.name === "AbortError") return "no answer in time";
  return (code && code !== "EINSIDE" ? code : cause.message).slice(0, 120);
}
