-- Call control: transfers of live calls, and telephones in place of the browser; how the agent's line was.
ALTER TABLE "call" ADD COLUMN "line_quality" JSONB;

CREATE TABLE "call_transfer" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'requested',
    "phone" TEXT,
    "caller_id" TEXT,
    "trunk_id" UUID,
    "decision" JSONB NOT NULL DEFAULT '{}',
    "membership_ids" UUID[],
    "queue_name" TEXT NOT NULL DEFAULT '',
    "duty_session_id" UUID,
    "by_membership_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "result" TEXT,
    "reason" TEXT NOT NULL DEFAULT '',
    "hangup_cause" INTEGER,

    CONSTRAINT "call_transfer_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "seat_phone" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "seat_lease_id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "username" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "registered" BOOLEAN NOT NULL DEFAULT false,
    "registered_at" TIMESTAMPTZ(3),

    CONSTRAINT "seat_phone_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE UNIQUE INDEX "seat_phone_username_key" ON "seat_phone"("username");
CREATE UNIQUE INDEX "seat_phone_tenant_id_seat_lease_id_key" ON "seat_phone"("tenant_id", "seat_lease_id");
CREATE INDEX "seat_phone_node_id_idx" ON "seat_phone"("node_id");
ALTER TABLE "seat_phone" ADD CONSTRAINT "seat_phone_tenant_id_seat_lease_id_fkey" FOREIGN KEY ("tenant_id", "seat_lease_id") REFERENCES "seat_lease"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "call_transfer_tenant_id_call_id_idx" ON "call_transfer"("tenant_id", "call_id");
ALTER TABLE "call_transfer" ADD CONSTRAINT "call_transfer_tenant_id_call_id_fkey" FOREIGN KEY ("tenant_id", "call_id") REFERENCES "call"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------
-- What Prisma cannot express: isolation, limits, partial indexes.
-- ---------------------------------------------------------------------------
ALTER TABLE call_transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE call_transfer FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON call_transfer
  USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = 'operator');
GRANT SELECT, INSERT, UPDATE ON call_transfer TO callbay_app;
ALTER TABLE seat_phone ENABLE ROW LEVEL SECURITY;
ALTER TABLE seat_phone FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON seat_phone
  USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = 'operator');
GRANT SELECT, INSERT, UPDATE, DELETE ON seat_phone TO callbay_app;

-- A call goes to one place at a time, and a leg that has an end has a result.
CREATE UNIQUE INDEX call_transfer_one ON call_transfer (tenant_id, call_id) WHERE ended_at IS NULL;
CREATE INDEX call_transfer_live ON call_transfer (node_id) WHERE ended_at IS NULL;
ALTER TABLE call_transfer ADD CONSTRAINT call_transfer_ends CHECK ((ended_at IS NULL) = (result IS NULL)),
  ADD CONSTRAINT call_transfer_number CHECK (kind <> 'number' OR (phone IS NOT NULL AND caller_id IS NOT NULL AND trunk_id IS NOT NULL));

-- The leg of a transfer to a number takes a line as any call does.
CREATE OR REPLACE FUNCTION line_capacity() RETURNS TABLE (
  node_id uuid, trunk_id uuid, priority int, trunk_max int, trunk_in_use int, node_max int, node_in_use int,
  guaranteed int, burst int, own_in_use int, others_unused int, burst_pool int, others_burst_wanted int,
  others_burst_held int, routing text, carrier text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE caller_scope text := current_setting('app.scope', true);
BEGIN
  PERFORM set_config('app.scope', 'operator', true);
  RETURN QUERY
  WITH nodes AS (
    SELECT n.id, n.max_channels FROM pbx_node n
    JOIN attachment a ON a.node_id = n.id AND a.tenant_id = app_tenant()
    WHERE n.state = 'active' AND n.lease_expires_at > clock_timestamp()
      AND n.heartbeat_at > clock_timestamp() - interval '15 seconds'
  ), live AS (
    SELECT l.node_id, l.trunk_id, l.tenant_id, count(*)::int AS channels FROM (
      SELECT t.node_id, t.trunk_id, t.tenant_id FROM attempt t
      WHERE t.node_id IN (SELECT id FROM nodes) AND t.state NOT IN ('ended', 'released')
      UNION ALL
      SELECT x.node_id, x.trunk_id, x.tenant_id FROM call_transfer x
      WHERE x.node_id IN (SELECT id FROM nodes) AND x.ended_at IS NULL AND x.kind = 'number'
    ) l GROUP BY l.node_id, l.trunk_id, l.tenant_id
  ), agents AS (
    SELECT d.node_id, count(*)::int AS channels FROM duty_session d
    WHERE d.ended_at IS NULL AND d.node_id IN (SELECT id FROM nodes) GROUP BY d.node_id
  ), held AS (
    SELECT a.node_id, a.tenant_id, a.guaranteed_channels AS guaranteed, a.burst_channels AS burst, a.routing,
           COALESCE((SELECT sum(l.channels)::int FROM live l
                     WHERE l.node_id = a.node_id AND l.tenant_id = a.tenant_id), 0) AS in_use
    FROM attachment a WHERE a.node_id IN (SELECT id FROM nodes)
  ), full_nodes AS (
    SELECT n.id, n.max_channels, COALESCE(g.channels, 0) AS legs,
           GREATEST(0, n.max_channels - COALESCE(g.channels, 0) - sum(h.guaranteed))::int AS pool, sum(h.burst)::int AS burst
    FROM nodes n JOIN held h ON h.node_id = n.id LEFT JOIN agents g ON g.node_id = n.id
    GROUP BY n.id, n.max_channels, g.channels
  ), others AS (
    SELECT h.node_id, h.burst, GREATEST(0, h.in_use - h.guaranteed) AS borrowed,
           GREATEST(0, h.guaranteed - h.in_use) AS unused,
           CASE WHEN f.burst <= f.pool OR h.burst = 0 THEN false ELSE EXISTS (
             SELECT 1 FROM campaign c
             WHERE c.tenant_id = h.tenant_id AND c.state = 'running' AND c.lease_expires_at > clock_timestamp()
               AND (c.agentless IS NOT NULL OR EXISTS (
                 SELECT 1 FROM duty_session d JOIN campaign_agent m
                   ON m.tenant_id = d.tenant_id AND m.membership_id = d.membership_id AND m.campaign_id = c.id
                 WHERE d.tenant_id = c.tenant_id AND d.node_id = h.node_id AND d.ended_at IS NULL AND d.state = 'ready'))
               AND EXISTS (
                 SELECT 1 FROM campaign_list l JOIN LATERAL (
                   SELECT 1 FROM campaign_contact k
                   WHERE k.tenant_id = l.tenant_id AND k.campaign_id = l.campaign_id AND k.list_id = l.list_id
                     AND k.state = 'ready' AND k.attempts = 0 AND k.next_attempt_at <= clock_timestamp()
                   UNION ALL
                   SELECT 1 FROM campaign_contact k
                   WHERE k.tenant_id = l.tenant_id AND k.campaign_id = l.campaign_id
                     AND k.state = 'ready' AND k.attempts > 0 AND k.next_attempt_at <= clock_timestamp()
                   LIMIT 1) due ON true
                 WHERE l.tenant_id = c.tenant_id AND l.campaign_id = c.id)) END AS wants
    FROM held h JOIN full_nodes f ON f.id = h.node_id WHERE h.tenant_id <> app_tenant()
  ), around AS (
    SELECT o.node_id, sum(o.unused)::int AS unused, COALESCE(sum(o.burst) FILTER (WHERE o.wants), 0)::int AS wanted,
           COALESCE(sum(o.borrowed) FILTER (WHERE NOT o.wants), 0)::int AS borrowed
    FROM others o GROUP BY o.node_id
  )
  SELECT n.id, t.id, t.priority, t.max_channels,
         COALESCE((SELECT sum(l.channels)::int FROM live l WHERE l.trunk_id = t.id), 0),
         n.max_channels, COALESCE((SELECT sum(l.channels)::int FROM live l WHERE l.node_id = n.id), 0) + n.legs,
         own.guaranteed, own.burst, own.in_use, COALESCE(a.unused, 0), n.pool, COALESCE(a.wanted, 0),
         COALESCE(a.borrowed, 0), own.routing, COALESCE(NULLIF(t.carrier, ''), t.name)
  FROM full_nodes n
  JOIN held own ON own.node_id = n.id AND own.tenant_id = app_tenant()
  JOIN trunk t ON t.node_id = n.id AND t.enabled
  LEFT JOIN around a ON a.node_id = n.id;
  PERFORM set_config('app.scope', COALESCE(caller_scope, ''), true);
END $$;
