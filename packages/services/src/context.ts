import type { Db } from "@callbay/db/client";
import type { Actor } from "@callbay/domain/actor";
import type { IdentityProviders } from "@callbay/gateways/identity-port";
import type { PaymentGateway } from "@callbay/gateways/payment-port";
import type { RecordingStore } from "@callbay/gateways/recording-store-port";
import type { JobProducer } from "@callbay/jobs/define";
import type { EventPublisher } from "@callbay/jobs/events";
import type { NodeCommander } from "@callbay/jobs/node-queues";
import type { RegisterLookup } from "./do-not-call/register-port.ts";
import type { ProcessMemory } from "./memory.ts";

/** Everything a verb may reach beyond its transaction. Built once per process, in its composition file. */
export interface Deps {
  readonly db: Db;
  readonly events: EventPublisher;
  readonly jobs: JobProducer;
  readonly nodes: NodeCommander;
  /** Folder of uploads, recordings and documents; keys are relative to it. */
  readonly storageDir: string;
  /** From which SIP credentials and tokens are derived; see access/derived-secret.ts. */
  readonly secretKey: string;
  /** Where browsers reach us, without a trailing slash. */
  readonly appUrl: string;
  /** Where browsers reach media-bridge's SIP relay: ws:// or wss://, without a path. */
  readonly relayUrl: string;
  /** The payment provider; without one, clients pay by bank transfer. */
  readonly payments?: PaymentGateway | null | undefined;
  /** Told of each verb that ended: its name, the code of its refusal (`ok` without one), and how long it took. */
  readonly onVerb?: ((verb: string, code: string, tookMs: number) => void) | undefined;
  /** Reaches the identity providers of clients; a process that signs nobody in has none. */
  readonly identities?: IdentityProviders | null | undefined;
  /** Where new recordings go, and those that lie there already; without it all are below `storageDir`. */
  readonly recordingBucket?: RecordingStore | null | undefined;
  /** Do-not-call registers as large as a country's; without it there are none. */
  readonly registers?: RegisterLookup | null | undefined;
  /** What this process remembers between requests; without it everything is read anew. */
  readonly memory?: ProcessMemory | undefined;
}

/** One request, job or event: who acts, when, and with what. */
export interface VerbContext {
  readonly deps: Deps;
  readonly actor: Actor;
  readonly now: Date;
  readonly requestId: string;
  readonly ip?: string | undefined;
}
