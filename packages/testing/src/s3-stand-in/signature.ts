import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** What of a request is signed. */
export interface SignedRequest {
  readonly method: string;
  /** As it was sent: path and search, still encoded. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const sha256Of = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");
const hmac = (key: Uint8Array | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/;
const MUST_BE_SIGNED = ["host", "x-amz-content-sha256", "x-amz-date"];

/**
 * Checks the signature of a request as S3 does (AWS Signature Version 4, "Authenticating Requests: Using the
 * Authorization Header"), from the request alone and from nothing of the client's library.
 *
 * @returns the error code that S3 would answer; null: it is signed with these keys.
 */
export function signatureProblem(request: SignedRequest, keys: S3Keys, now: Date, skewMs = 900_000): string | null {
  const { headers } = request;
  const match = HEADER.exec(headers.authorization ?? "");
  if (!match) return "AccessDenied";
  const [, accessKeyId = "", day = "", region = "", names = "", given = ""] = match;
  if (accessKeyId !== keys.accessKeyId) return "InvalidAccessKeyId";
  const signed = names.split(";");
  if (MUST_BE_SIGNED.some((name) => !signed.includes(name))) return "AccessDenied";
  const stamp = headers["x-amz-date"] ?? "";
  const at = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(at) || !stamp.startsWith(day)) return "AccessDenied";
  if (Math.abs(now.getTime() - at) > skewMs) return "RequestTimeTooSkewed";
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", stamp, scope, sha256Of(canonical(request, signed))].join("\n");
  const dayKey = hmac(hmac(hmac(hmac(`AWS4${keys.secretAccessKey}`, day), region), "s3"), "aws4_request");
  const wanted = hmac(dayKey, text);
  return timingSafeEqual(wanted, Buffer.from(given, "hex")) ? null : "SignatureDoesNotMatch";
}

function canonical({ method, url, headers }: SignedRequest, signed: readonly string[]): string {
  const [path = "/", search = ""] = url.split("?", 2);
  const query = search
    .split("&")
    .filter(Boolean)
    .map((pair) => (pair.includes("=") ? pair : `${pair}=`))
    .sort()
    .join("&");
  const lines = signed.map((name) => `${name}:${(headers[name] ?? "").trim().replace(/ +/g, " ")}\n`);
  return [method, path, query, lines.join(""), signed.join(";"), headers["x-amz-content-sha256"] ?? ""].join("\n");
}
