import { describe, expect, it } from "vitest";
import { type SignedRequest, signatureProblem } from "./signature.ts";

/** The example that Amazon prints: "Signature Calculations for the Authorization Header", GET Object. */
const keys = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
const now = new Date("2013-05-24T00:05:00Z");
const request: SignedRequest = {
  method: "GET",
  url: "/test.txt",
  headers: {
    host: "examplebucket.s3.amazonaws.com",
    range: "bytes=0-9",
    "x-amz-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "x-amz-date": "20130524T000000Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," +
      "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date," +
      "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  },
};

describe("a signature of version 4", () => {
  it("is the one that Amazon's own example has", () => {
    expect(signatureProblem(request, keys, now)).toBeNull();
  });

  it.each([
    ["another secret", request, { ...keys, secretAccessKey: "other" }, "SignatureDoesNotMatch"],
    [
      "another range",
      { ...request, headers: { ...request.headers, range: "bytes=0-10" } },
      keys,
      "SignatureDoesNotMatch",
    ],
    ["another object", { ...request, url: "/other.txt" }, keys, "SignatureDoesNotMatch"],
    ["another method", { ...request, method: "DELETE" }, keys, "SignatureDoesNotMatch"],
    ["another key's name", request, { ...keys, accessKeyId: "AKIDX" }, "InvalidAccessKeyId"],
    ["none at all", { ...request, headers: { host: "x" } }, keys, "AccessDenied"],
  ])("is refused with %s", (_what, sent, with_, code) => {
    expect(signatureProblem(sent, with_, now)).toBe(code);
  });

  it("is refused when it is old", () => {
    expect(signatureProblem(request, keys, new Date("2013-05-24T00:16:00Z"))).toBe("RequestTimeTooSkewed");
  });
});
