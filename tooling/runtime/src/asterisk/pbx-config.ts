import { SORCERY_CONF } from "./common-config.ts";
import { ini, type Section } from "./ini.ts";

/** A SIP carrier of a node: calls go to and come from this address. */
export interface CarrierAddress {
  name: string;
  host: string;
  port: number;
  /** Beside another trunk to the same address: by this domain in From the carrier tells them apart. */
  fromDomain?: string;
}

/** Events that a call's life needs; APP events are left out, since naming them takes an `apps` line that silently breaks. */
const CEL_EVENTS = "CHAN_START,CHAN_END,ANSWER,HANGUP,BRIDGE_ENTER,BRIDGE_EXIT,LINKEDID_END,LOCAL_OPTIMIZE";

/** The files that make an Asterisk a node of the pool. */
export function pbxConfig(options: {
  name: string;
  ip: string;
  sipPort: number;
  stasisApp: string;
  celUrl: string | null;
  carriers: readonly CarrierAddress[];
}): Record<string, string> {
  return {
    "sorcery.conf": SORCERY_CONF,
    "pjsip.conf": pjsip(options),
    "extensions.conf": dialplan(options),
    "cel.conf": ini([
      "general",
      options.celUrl ? { enable: "yes", events: CEL_EVENTS, dateformat: "%F %T.%3q%z" } : { enable: "no" },
    ]),
    ...(options.celUrl ? { "cel_pgsql.conf": celPgsql(options.celUrl, options.name) } : {}),
  };
}

function pjsip(options: { ip: string; sipPort: number; carriers: readonly CarrierAddress[] }): string {
  const trunk = (carrier: CarrierAddress): Section[] => [
    [
      carrier.name,
      {
        type: "endpoint",
        transport: "transport-udp",
        context: `from-${carrier.name}`,
        disallow: "all",
        allow: "ulaw",
        aors: carrier.name,
        direct_media: "no",
        media_address: options.ip,
        bind_rtp_to_media_address: "yes",
        rtp_symmetric: "yes",
        send_rpid: "no",
        send_pai: "yes",
        // The customer's number, not the PBX's own name, is what the far end should see.
        trust_id_outbound: "yes",
        ...(carrier.fromDomain ? { from_domain: carrier.fromDomain } : {}),
      },
    ],
    [carrier.name, { type: "aor", contact: `sip:${carrier.host}:${carrier.port}`, qualify_frequency: 0 }],
    // What comes in from an address belongs to its first trunk.
    ...(carrier.fromDomain
      ? []
      : [[carrier.name, { type: "identify", endpoint: carrier.name, match: `${carrier.host}/32` }] satisfies Section]),
  ];
  return ini(
    [
      "global",
      {
        type: "global",
        user_agent: "Callbay",
        // The other way round, a trunk known by its address swallows registrations that come from there.
        endpoint_identifier_order: "username,ip",
        // Dynamic endpoints are written by ARI; an unknown one is nothing to warn about.
        unidentified_request_count: 1000,
      },
    ],
    ["transport-udp", { type: "transport", protocol: "udp", bind: `${options.ip}:${options.sipPort}` }],
    ["transport-tcp", { type: "transport", protocol: "tcp", bind: `${options.ip}:${options.sipPort}` }],
    ["transport-ws", { type: "transport", protocol: "ws", bind: options.ip }],
    ...options.carriers.flatMap(trunk),
  );
}

function dialplan(options: { stasisApp: string; carriers: readonly CarrierAddress[] }): string {
  const context = (name: string, args: string) =>
    `[${name}]\nexten => _[+0-9a-zA-Z].,1,Stasis(${options.stasisApp},${args},\${EXTEN})\n same => n,Hangup()\n`;
  return [
    ...options.carriers.map((carrier) => context(`from-${carrier.name}`, `inbound,${carrier.name}`)),
    context("from-agent", "agent"),
    errands(options.stasisApp),
  ].join("\n");
}

/**
 * Where ARI lends an answered channel for what only the dialplan can do, and how it comes back with the result.
 *
 * AMD: silence before the greeting 2.5 s at most, a greeting over 1.5 s or of more than 3 words is a machine's, 0.8 s of
 * silence after it ends a person's; 5 s in all. WaitForSilence: 2 s, within 45 s.
 */
function errands(app: string): string {
  return `[callbay-detect]
exten => s,1,AMD(2500,1500,800,5000,100,50,3,256,5000)
 same => n,Stasis(${app},detected,\${AMDSTATUS},\${AMDCAUSE})
 same => n,Hangup()

[callbay-silence]
exten => s,1,WaitForSilence(2000,1,45)
 same => n,Stasis(${app},silence,\${WAITSTATUS})
 same => n,Hangup()
`;
}

function celPgsql(url: string, nodeName: string): string {
  const { hostname, port, pathname, username, password } = new URL(url);
  return ini([
    "global",
    {
      hostname,
      port: port || 5432,
      dbname: decodeURIComponent(pathname.slice(1)),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      table: "cel",
      schema: "public",
      // Becomes the connection's application_name, which the column node_name takes as its default.
      appname: nodeName,
      usegmtime: "yes",
    },
  ]);
}
