import type { Tx } from "@callbay/db/client";

/** Where an agent is, or is to be. */
export interface Place {
  readonly id: string;
  readonly wsUrl: string;
}

/** The same, with where SIP telephones register on its host, over UDP or TCP. */
export interface SipPlace extends Place {
  readonly sipPort: number;
}

/**
 * The node for one more agent of a tenant, or null. Sticky: a tenant's agents gather on one node, where their customers
 * are, until another has more room for them. A node whose PBX has not answered lately comes last; with `butNot` (the
 * node that they leave) it does not come at all: nobody is moved into the next silence.
 */
export async function placeAgent(tx: Tx, tenantId: string, butNot: string | null = null): Promise<SipPlace | null> {
  const nodes = await tx.$queryRaw<SipPlace[]>`
    SELECT n.id, n.ws_url AS "wsUrl", n.sip_port AS "sipPort"
    FROM attachment a JOIN pbx_node n ON n.id = a.node_id
    LEFT JOIN duty_session d ON d.tenant_id = a.tenant_id AND d.node_id = n.id AND d.ended_at IS NULL
    CROSS JOIN LATERAL (
      SELECT COALESCE(n.heartbeat_at > clock_timestamp() - interval '6 seconds', false) AS yes) answers
    WHERE a.tenant_id = ${tenantId}::uuid AND n.state = 'active' AND n.lease_expires_at > clock_timestamp()
      AND (${butNot}::uuid IS NULL OR (n.id <> ${butNot}::uuid AND answers.yes))
    GROUP BY n.id, n.ws_url, n.sip_port, n.name, answers.yes, a.guaranteed_channels, a.burst_channels
    ORDER BY answers.yes DESC, (count(d.id) >= a.guaranteed_channels + a.burst_channels), count(d.id) DESC,
      a.guaranteed_channels DESC, n.name
    LIMIT 1`;
  return nodes[0] ?? null;
}
