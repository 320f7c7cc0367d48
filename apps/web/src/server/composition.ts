import "server-only";
import type { ApiContext } from "@callbay/api/context";
import { recordingBucketOf } from "@callbay/config/recordings";
import { type WebConfig, webConfig } from "@callbay/config/web";
import { createDb } from "@callbay/db/client";
import { logLine } from "@callbay/domain/log-line";
import { createIdentityProviders } from "@callbay/gateways/identity";
import type { IdentityProviders } from "@callbay/gateways/identity-port";
import { createS3Recordings } from "@callbay/gateways/s3-recordings";
import { createStripeGateway } from "@callbay/gateways/stripe";
import { createNodeCommander } from "@callbay/jobs/commands";
import { connectRedis } from "@callbay/jobs/connection";
import { createEventPublisher, createEventSubscriber } from "@callbay/jobs/pubsub";
import { createJobProducer } from "@callbay/jobs/queue";
import { tenantOfProviderId } from "@callbay/services/access/company/provider-id";
import {
  type CompanyProvider,
  type CompanySignedIn,
  companyProvider,
  finishCompanySignIn,
  signInByCompany,
} from "@callbay/services/access/company/sign-in";
import { createCallLimiter, createSignInLimiter } from "@callbay/services/access/limiters";
import { type MailboxMail, readMailbox } from "@callbay/services/access/mailbox";
import { loadActor } from "@callbay/services/access/session";
import { type SignedIn, signIn } from "@callbay/services/access/sign-in";
import { createRegisterLookup, registersInForce } from "@callbay/services/do-not-call/register-lookup";
import { createProcessMemory } from "@callbay/services/memory";
import pino from "pino";
import { createWebMetrics, type WebMetrics } from "./metrics.ts";

export type { CompanyProvider, CompanySignedIn };

/** What this process is made of. Everything that reaches the outside is built here and nowhere else. */
export interface Server {
  readonly config: WebConfig;
  readonly deps: ApiContext["deps"];
  readonly subscriber: ApiContext["subscriber"];
  readonly limiter: NonNullable<ApiContext["limiter"]>;
  /** Requests per minute of one key of a client's. */
  readonly keyLimiter: NonNullable<ApiContext["limiter"]>;
  readonly signInLimiter: ApiContext["signInLimiter"];
  readonly logger: pino.Logger;
  readonly metrics: WebMetrics;
  pingRedis(): Promise<boolean>;
  /** Every mail with its links; for the page of a development stack alone. */
  readMailbox(): Promise<MailboxMail[]>;
  loadActor(sessionId: string, now: Date): ReturnType<typeof loadActor>;
  signIn(visitor: Visitor, credentials: { email: string; password: string; code?: string }): Promise<SignedIn>;
  readonly identities: IdentityProviders;
  /** The provider that an address names; null when nobody may sign in by it now. */
  companyProvider(providerId: string): Promise<CompanyProvider | null>;
  signInByCompany(
    visitor: Visitor,
    said: { readonly provider: CompanyProvider; readonly profile: unknown },
  ): Promise<CompanySignedIn>;
  finishCompanySignIn(
    visitor: Visitor,
    step: { readonly ticket: string; readonly code: string | undefined },
  ): Promise<string>;
}

/** Somebody who has not signed in. */
export interface Visitor {
  readonly now: Date;
  readonly requestId: string;
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
}

/** Five thousand contacts each: three hundred thousand a minute. */
const KEY_CALLS_PER_MINUTE = 60;

function compose(): Server {
  const config = webConfig(process.env);
  const logger = pino({ level: config.LOG_LEVEL, base: { app: "web" }, hooks: { streamWrite: logLine } });
  const events = createEventPublisher(config.REDIS_URL);
  const counters = connectRedis(config.REDIS_URL, "callbay-limits");
  const signInLimiter = createSignInLimiter(counters);
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_BASE: apiBase } = config;
  const db = createDb({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: "callbay-web",
  });
  // A page asks about one number, a call by hand about one contact: their blocks are read as they are asked for.
  const registers = createRegisterLookup({
    storageDir: config.STORAGE_DIR,
    inForce: registersInForce(db),
    memoryBytes: 0,
    clock: () => new Date(),
  });
  const identities = createIdentityProviders({ allowed: config.IDENTITY_PROVIDERS_INSIDE });
  const bucket = recordingBucketOf(config);
  const metrics = createWebMetrics();
  const deps = {
    db,
    onVerb: metrics.verb,
    identities,
    registers,
    memory: createProcessMemory(),
    events,
    jobs: createJobProducer(config.REDIS_URL),
    nodes: createNodeCommander(config.REDIS_URL),
    storageDir: config.STORAGE_DIR,
    secretKey: config.SECRET_KEY,
    appUrl: config.APP_URL,
    relayUrl: config.RELAY_URL,
    recordingBucket: bucket && createS3Recordings(bucket),
    payments: secretKey ? createStripeGateway({ secretKey, webhookSecret, apiBase }) : null,
  };
  return {
    config,
    deps,
    subscriber: createEventSubscriber(config.REDIS_URL),
    limiter: createCallLimiter(counters),
    keyLimiter: createCallLimiter(counters, KEY_CALLS_PER_MINUTE),
    signInLimiter,
    logger,
    metrics,
    pingRedis: () => events.ping(),
    readMailbox: () => readMailbox(deps),
    loadActor: (sessionId, now) => loadActor(deps, sessionId, now),
    identities,
    companyProvider: async (providerId) => {
      const tenantId = tenantOfProviderId(providerId);
      return tenantId ? companyProvider(deps, tenantId) : null;
    },
    signInByCompany: (visitor, said) => signInByCompany({ ...visitor, deps, limiter: signInLimiter }, said),
    finishCompanySignIn: (visitor, step) => finishCompanySignIn({ ...visitor, deps, limiter: signInLimiter }, step),
    signIn: (visitor, credentials) => signIn({ ...visitor, deps, limiter: signInLimiter }, credentials),
  };
}

// Next loads this file once per bundle: the process-wide place keeps one pool and one set of connections.
const place = globalThis as typeof globalThis & { callbayServer?: Server };

/** Everything this process reaches the outside with; built at the first request, so that a build needs none of it. */
export function server(): Server {
  place.callbayServer ??= compose();
  return place.callbayServer;
}
