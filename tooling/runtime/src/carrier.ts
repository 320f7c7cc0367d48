import { join } from "node:path";
import { SORCERY_CONF } from "./asterisk/common-config.ts";
import { ini } from "./asterisk/ini.ts";
import { startAsterisk } from "./asterisk/instance.ts";
import { CARRIER_MODULES } from "./asterisk/modules.ts";
import { carrierDialplan, refusalVariable, type SECOND_TRUNK } from "./carrier/dialplan.ts";
import type { PrivateRoot } from "./private-root.ts";

export {
  type CalleeBehaviour,
  type CalleeKind,
  type CarrierOutcome,
  calleeBehaviour,
  endingsOf,
} from "./carrier/behaviours.ts";
export { ATTEMPT_HEADER, SECOND_TRUNK } from "./carrier/dialplan.ts";
export { type DrawnCallee, drawnNumber } from "./carrier/drawn.ts";
export { type CarrierCall, readCarrierLog } from "./carrier/log.ts";

/** The file of the carrier's own call log. */
const LOG = "calls.jsonl";

export interface CarrierOptions {
  dir: string;
  /** Apart from the PBX's address, since the PBX knows its carrier by address. */
  ip?: string;
  ports: { sip: number; http: number; rtpStart: number; rtpEnd: number };
  privateRoot: PrivateRoot;
}

/** A running simulated carrier. */
export interface Carrier {
  readonly host: string;
  readonly port: number;
  /** The carrier's own call log; read it with readCarrierLog. */
  readonly logFile: string;
  readonly logDir: string;
  readonly pid: number;
  readonly running: boolean;
  readonly exited: Promise<unknown>;
  /** From now on it answers 503 to this share of a trunk's calls, before anything rings. @param percent 0 to 100. */
  refuse(trunk: "carrier" | typeof SECOND_TRUNK, percent: number): Promise<void>;
  console(command: string): Promise<string>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/**
 * Starts a second Asterisk that plays the telephone network: it takes any number of 7 to 15 digits,
 * and the last two decide what the callee does (see calleeBehaviour), or a drawn number says it itself (drawnNumber).
 */
export async function startCarrier(options: CarrierOptions): Promise<Carrier> {
  const ip = options.ip ?? "127.0.0.2";
  const instance = await startAsterisk({
    name: "carrier",
    dir: options.dir,
    ip,
    httpPort: options.ports.http,
    rtpStart: options.ports.rtpStart,
    rtpEnd: options.ports.rtpEnd,
    // Nobody steers the carrier; its interface only tells that it is up.
    ari: { username: "carrier", password: "carrier" },
    privateRoot: options.privateRoot,
    modules: CARRIER_MODULES,
    config: {
      "sorcery.conf": SORCERY_CONF,
      "pjsip.conf": pjsip(ip, options.ports.sip),
      "extensions.conf": carrierDialplan(),
      "cel.conf": ini(["general", { enable: "yes", events: "CHAN_START,ANSWER,HANGUP", dateformat: "%s.%6q" }]),
      "cel_custom.conf": ini([
        LOG,
        { format: "json", fields: "EventType,EventTime,Num,Exten,UniqueID,UserField,EventExtra" },
      ]),
    },
  });
  return {
    host: ip,
    port: options.ports.sip,
    logFile: join(instance.logDir, "cel-custom", LOG),
    logDir: instance.logDir,
    pid: instance.pid,
    get running() {
      return instance.running;
    },
    exited: instance.exited,
    async refuse(trunk, percent) {
      await instance.console(`dialplan set global ${refusalVariable(trunk)} ${Math.round(percent)}`);
    },
    console: instance.console,
    stop: instance.stop,
    kill: instance.kill,
  };
}

function pjsip(ip: string, port: number): string {
  return ini(
    ["global", { type: "global", user_agent: "Callbay simulated carrier", endpoint_identifier_order: "ip" }],
    ["transport-udp", { type: "transport", protocol: "udp", bind: `${ip}:${port}` }],
    [
      "pbx",
      {
        type: "endpoint",
        transport: "transport-udp",
        context: "from-pbx",
        disallow: "all",
        allow: "ulaw",
        direct_media: "no",
        media_address: ip,
        bind_rtp_to_media_address: "yes",
        dtmf_mode: "rfc4733",
        // The far end of a call whose PBX has died hears nothing, and puts the receiver down after a while.
        rtp_timeout: "15",
        rtp_timeout_hold: "15",
      },
    ],
    // Every node of the pool, and nobody outside of this machine.
    ["pbx", { type: "identify", endpoint: "pbx", match: "127.0.0.0/8" }],
  );
}
