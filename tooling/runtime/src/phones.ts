import { SORCERY_CONF } from "./asterisk/common-config.ts";
import { ini } from "./asterisk/ini.ts";
import { ariHeaders, startAsterisk } from "./asterisk/instance.ts";
import { PHONE_MODULES } from "./asterisk/modules.ts";
import { RuntimeError } from "./errors.ts";
import type { PrivateRoot } from "./private-root.ts";
import { until } from "./process/until.ts";

const ARI = { username: "phones", password: "phones" };
const CONTEXT = "phone";

export interface PhonesOptions {
  dir: string;
  /** Apart from PBX and carrier. */
  ip?: string;
  ports: { sip: number; http: number; rtpStart: number; rtpEnd: number };
  privateRoot: PrivateRoot;
}

export interface PhoneAccount {
  username: string;
  password: string;
  registrarHost: string;
  registrarPort: number;
  /** How it speaks with the registrar; UDP by default. */
  transport?: "udp" | "tcp";
}

/**
 * A bank of simulated SIP desk phones, each of which answers by itself and plays a tone for ever: 440 Hz, or 660 Hz for
 * who only listens to others' calls (`m-…`), so that a recording tells who is heard.
 */
export interface Phones {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  readonly running: boolean;
  readonly exited: Promise<unknown>;
  /** Registers a phone; resolves when the registrar has accepted it. */
  addPhone(account: PhoneAccount): Promise<void>;
  /** Unregisters a phone and ends its calls. */
  removePhone(username: string): Promise<void>;
  /** Ends the phone's calls, as its user putting down the receiver; returns how many there were. */
  hangup(username: string): Promise<number>;
  console(command: string): Promise<string>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts the bank of phones: a third Asterisk, whose calls carry real RTP both ways. */
export async function startPhones(options: PhonesOptions): Promise<Phones> {
  const ip = options.ip ?? "127.0.0.4";
  const instance = await startAsterisk({
    name: "phones",
    dir: options.dir,
    ip,
    httpPort: options.ports.http,
    rtpStart: options.ports.rtpStart,
    rtpEnd: options.ports.rtpEnd,
    ari: ARI,
    privateRoot: options.privateRoot,
    modules: PHONE_MODULES,
    config: {
      "sorcery.conf": SORCERY_CONF,
      "pjsip.conf": pjsip(ip, options.ports.sip),
      "extensions.conf": DIALPLAN,
      "cel.conf": ini(["general", { enable: "no" }]),
    },
  });
  const ari = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${instance.ariUrl}${path}`, {
      method,
      headers: { ...ariHeaders(ARI), "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok && !(method === "DELETE" && response.status === 404)) {
      throw new RuntimeError(
        "START_FAILED",
        `The phones refused ${method} ${path}: ${response.status} ${text}`,
        `See ${instance.logDir}.`,
      );
    }
    return text ? (JSON.parse(text) as unknown) : null;
  };
  const object = (kind: string, id: string) => `/asterisk/config/dynamic/${kind}/${encodeURIComponent(id)}`;

  // Many phones register at once: they share one look at the table instead of asking for it each.
  let look: Promise<string> | undefined;
  const registrations = () => {
    look ??= instance.console("pjsip show registrations").finally(() => {
      look = undefined;
    });
    return look;
  };

  const hangup = async (username: string) => {
    const channels = (await ari("GET", "/channels")) as { id: string; dialplan: { exten: string } }[];
    const own = channels.filter((channel) => channel.dialplan.exten === username);
    await Promise.all(own.map((channel) => ari("DELETE", `/channels/${channel.id}`)));
    return own.length;
  };

  return {
    host: ip,
    port: options.ports.sip,
    pid: instance.pid,
    get running() {
      return instance.running;
    },
    exited: instance.exited,
    console: instance.console,
    stop: instance.stop,
    kill: instance.kill,
    hangup,
    async addPhone({ username, password, registrarHost, registrarPort, transport = "udp" }) {
      await ari("PUT", object("res_pjsip/auth", username), fields({ auth_type: "userpass", username, password }));
      await ari(
        "PUT",
        object("res_pjsip/registration", username),
        fields({
          transport: `transport-${transport}`,
          outbound_auth: username,
          server_uri: `sip:${registrarHost}:${registrarPort}${transport === "tcp" ? ";transport=tcp" : ""}`,
          client_uri: `sip:${username}@${registrarHost}:${registrarPort}`,
          // Calls arrive for this name, by which the dialplan and hangup() know the phone.
          contact_user: username,
          expiration: "120",
          // By default the first attempt waits for up to ten seconds, to spare real registrars.
          max_random_initial_delay: "0",
          retry_interval: "2",
          forbidden_retry_interval: "2",
          max_retries: "10000",
        }),
      );
      await until(async () => registrationState(await registrations(), username) === "Registered", {
        deadlineMs: 60_000,
        everyMs: 50,
        describe: () => `Phone ${username} was not accepted by ${registrarHost}:${registrarPort} within a minute`,
      });
    },
    async removePhone(username) {
      await hangup(username);
      await ari("DELETE", object("res_pjsip/registration", username));
      await ari("DELETE", object("res_pjsip/auth", username));
    },
  };
}

/** ARI's form of a configuration object. */
function fields(values: Record<string, string>): { fields: { attribute: string; value: string }[] } {
  return { fields: Object.entries(values).map(([attribute, value]) => ({ attribute, value })) };
}

/** Reads the state from lines such as " d-123/sip:127.0.0.11:5060   d-123   Registered (exp. 95s)". */
export function registrationState(table: string, username: string): string | undefined {
  const line = table.split("\n").find((text) => text.trim().startsWith(`${username}/`));
  return line?.trim().split(/\s+/)[2];
}

const DIALPLAN = `[${CONTEXT}]
exten => _[+0-9a-zA-Z].,1,Answer()
 same => n,Playtones(\${IF($["\${EXTEN:0:2}" = "m-"]?660:440)})
 same => n(again),Wait(3600)
 same => n,Goto(again)
`;

function pjsip(ip: string, port: number): string {
  return ini(
    ["global", { type: "global", user_agent: "Callbay simulated phone", endpoint_identifier_order: "ip" }],
    ["transport-udp", { type: "transport", protocol: "udp", bind: `${ip}:${port}` }],
    ["transport-tcp", { type: "transport", protocol: "tcp", bind: `${ip}:${port}` }],
    [
      "pbx",
      {
        type: "endpoint",
        transport: "transport-udp",
        context: CONTEXT,
        disallow: "all",
        allow: "ulaw",
        direct_media: "no",
        media_address: ip,
        bind_rtp_to_media_address: "yes",
      },
    ],
    ["pbx", { type: "identify", endpoint: "pbx", match: "127.0.0.0/8" }],
  );
}
