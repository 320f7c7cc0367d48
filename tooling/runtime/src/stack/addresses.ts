import { assertPortFree, freePort, type PortNeed } from "../ports.ts";

export interface AsteriskPorts {
  sip: number;
  http: number;
  rtpStart: number;
  rtpEnd: number;
}

/** Who listens where. Loopback addresses of their own keep the roles apart. */
export interface StackAddresses {
  postgres: number;
  redis: number;
  nodes: { name: string; ip: string; ports: AsteriskPorts }[];
  carrier: { ip: string; ports: AsteriskPorts };
  phones: { ip: string; ports: AsteriskPorts };
}

export interface Wanted {
  nodes: number;
  postgres: boolean;
  redis: boolean;
  carrier: boolean;
  phones: boolean;
}

const LOOPBACK = "127.0.0.1";
const CARRIER_IP = "127.0.0.2";
const PHONES_IP = "127.0.0.4";

/** The usual addresses, each of which an environment variable moves. */
export function defaultAddresses(nodes: number, env: NodeJS.ProcessEnv = process.env): StackAddresses {
  const port = (name: keyof typeof DEFAULT_PORTS) => Number(env[name] ?? DEFAULT_PORTS[name]);
  return {
    postgres: port("CALLBAY_PORT_POSTGRES"),
    redis: port("CALLBAY_PORT_REDIS"),
    nodes: Array.from({ length: nodes }, (_, index) => ({
      name: `pbx-${index + 1}`,
      ip: nodeIp(index),
      ports: { sip: port("CALLBAY_PORT_PBX_SIP"), http: port("CALLBAY_PORT_PBX_HTTP"), ...nodeRtp(index) },
    })),
    carrier: {
      ip: CARRIER_IP,
      ports: { sip: port("CALLBAY_PORT_CARRIER_SIP"), http: port("CALLBAY_PORT_CARRIER_HTTP"), ...CARRIER_RTP },
    },
    phones: {
      ip: PHONES_IP,
      ports: { sip: port("CALLBAY_PORT_PHONES_SIP"), http: port("CALLBAY_PORT_PHONES_HTTP"), ...PHONES_RTP },
    },
  };
}

/** Free addresses, so that several stacks run side by side. */
export async function freeAddresses(nodes: number): Promise<StackAddresses> {
  const asterisk = async (ip: string) => ({ sip: await freePort(ip, "udp"), http: await freePort(ip, "tcp") });
  return {
    postgres: await freePort(LOOPBACK, "tcp"),
    redis: await freePort(LOOPBACK, "tcp"),
    nodes: await Promise.all(
      Array.from({ length: nodes }, async (_, index) => {
        const ip = nodeIp(index);
        return { name: `pbx-${index + 1}`, ip, ports: { ...(await asterisk(ip)), ...nodeRtp(index) } };
      }),
    ),
    carrier: { ip: CARRIER_IP, ports: { ...(await asterisk(CARRIER_IP)), ...CARRIER_RTP } },
    phones: { ip: PHONES_IP, ports: { ...(await asterisk(PHONES_IP)), ...PHONES_RTP } },
  };
}

/** Refuses, with the remedy, when a port that is needed belongs to another program. */
export async function assertAddressesFree(addresses: StackAddresses, wanted: Wanted): Promise<void> {
  const needs: PortNeed[] = [];
  const need = (
    purpose: string,
    ip: string,
    protocol: "tcp" | "udp",
    port: number,
    envVar: keyof typeof DEFAULT_PORTS,
  ) => needs.push({ purpose, ip, protocol, port, envVar });
  if (wanted.postgres) need("Postgres", LOOPBACK, "tcp", addresses.postgres, "CALLBAY_PORT_POSTGRES");
  if (wanted.redis) need("Redis", LOOPBACK, "tcp", addresses.redis, "CALLBAY_PORT_REDIS");
  for (const node of addresses.nodes) {
    need(`SIP of PBX node ${node.name}`, node.ip, "udp", node.ports.sip, "CALLBAY_PORT_PBX_SIP");
    need(`HTTP and WebSocket of PBX node ${node.name}`, node.ip, "tcp", node.ports.http, "CALLBAY_PORT_PBX_HTTP");
  }
  if (wanted.carrier) {
    need("SIP of the simulated carrier", CARRIER_IP, "udp", addresses.carrier.ports.sip, "CALLBAY_PORT_CARRIER_SIP");
    need("HTTP of the simulated carrier", CARRIER_IP, "tcp", addresses.carrier.ports.http, "CALLBAY_PORT_CARRIER_HTTP");
  }
  if (wanted.phones) {
    need("SIP of the simulated phones", PHONES_IP, "udp", addresses.phones.ports.sip, "CALLBAY_PORT_PHONES_SIP");
    need("HTTP of the simulated phones", PHONES_IP, "tcp", addresses.phones.ports.http, "CALLBAY_PORT_PHONES_HTTP");
  }
  await Promise.all(needs.map(assertPortFree));
}

/** Outside the range of outgoing connections, one of which could hold them when we start. */
const DEFAULT_PORTS = {
  CALLBAY_PORT_POSTGRES: 15_432,
  CALLBAY_PORT_REDIS: 16_379,
  CALLBAY_PORT_PBX_SIP: 5060,
  CALLBAY_PORT_PBX_HTTP: 8088,
  CALLBAY_PORT_CARRIER_SIP: 5090,
  CALLBAY_PORT_CARRIER_HTTP: 8090,
  CALLBAY_PORT_PHONES_SIP: 5094,
  CALLBAY_PORT_PHONES_HTTP: 8094,
} as const;

/** RTP ranges may overlap between stacks: Asterisk takes the next port when one is taken. */
const CARRIER_RTP = { rtpStart: 20_000, rtpEnd: 23_999 };
const PHONES_RTP = { rtpStart: 24_000, rtpEnd: 26_999 };

function nodeRtp(index: number): { rtpStart: number; rtpEnd: number } {
  return { rtpStart: 10_000 + index * 1_000, rtpEnd: 10_999 + index * 1_000 };
}

function nodeIp(index: number): string {
  if (index > 8) throw new RangeError("at most nine embedded PBX nodes");
  return `127.0.0.${11 + index}`;
}
