import { lookup as dnsLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** A document of an identity provider is a few kilobytes. */
const MAX_BYTES = 1_000_000;
const TIMEOUT_MS = 8_000;

const inside = new BlockList();
for (const [address, prefix] of [
  ...([
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
  ] as const),
  ...([
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["224.0.0.0", 3],
  ] as const),
] as const)
  inside.addSubnet(address, prefix, "ipv4");
for (const [address, prefix] of [
  ...([
    ["::", 128],
    ["::1", 128],
    ["64:ff9b::", 96],
    ["fc00::", 7],
    ["fe80::", 10],
    ["ff00::", 8],
  ] as const),
] as const)
  inside.addSubnet(address, prefix, "ipv6");

/** Is this address of our own machine or network, and so nothing that a stranger's setting may have us call? */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isInside(mapped);
  if (/^::ffff:/i.test(address)) return true;
  return inside.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** Resolves a name at the moment of connecting, so that a name cannot change its address in between. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 4);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => isInside(address)))
      return callback(Object.assign(new Error("its address is not a public one"), { code: "EINSIDE" }), "", 4);
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/**
 * A fetch for addresses that a client typed: TLS, public addresses, no redirects, a deadline and an end of bytes.
 *
 * @param allowed origins of the operator's own network that may be reached all the same, over plain HTTP too
 */
export function createOutboundFetch(allowed: readonly string[] = []): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, init);
    const url = new URL(asked.url);
    const trusted = allowed.includes(url.origin);
    if (url.protocol !== "https:" && !trusted) throw new Error("only https is reached");
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (!trusted && isIP(host) !== 0 && isInside(host)) throw new Error("its address is not a public one");
    const body = Buffer.from(await asked.arrayBuffer());
    const headers = { ...Object.fromEntries(asked.headers), "content-length": String(body.length) };
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    return new Promise<Response>((resolve, reject) => {
      const request = send(
        url,
        {
          ...{ method: asked.method, headers, agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) },
          ...(trusted ? {} : { lookup: publicLookup }),
        },
        (answer) => void read(answer).then(resolve, reject),
      );
      request.on("error", reject);
      request.end(body);
    });
  };
}

async function read(answer: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    size += (chunk as Buffer).length;
    if (size > MAX_BYTES) {
      answer.destroy();
      throw new Error("its answer is too large");
    }
    chunks.push(chunk as Buffer);
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  const status = answer.statusCode ?? 502;
  const empty = status === 204 || status === 205 || status === 304;
  return new Response(empty ? null : Buffer.concat(chunks), { status, headers });
}
