-- The dialer at full strength: compliance profiles, do-not-call registers, several lists of a campaign, segments, routing,
-- reserved agents.

ALTER TYPE "duty_state" ADD VALUE 'previewing' BEFORE 'talking';

CREATE TABLE "carrier_rate" (
    "carrier" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "per_minute_micros" BIGINT NOT NULL,

    CONSTRAINT "carrier_rate_pkey" PRIMARY KEY ("carrier","prefix")
);

CREATE TABLE "dnc_register" (
    "id" UUID NOT NULL,
    "tenant_id" UUID,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT '',
    "storage_key" TEXT,
    "numbers" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "valid_until" TIMESTAMPTZ(3),
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dnc_register_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "dnc_import" (
    "id" UUID NOT NULL,
    "tenant_id" UUID,
    "register_id" UUID,
    "campaign_id" UUID,
    "mode" TEXT NOT NULL DEFAULT 'replace',
    "file_name" TEXT NOT NULL,
    "file_bytes" BIGINT NOT NULL,
    "storage_key" TEXT NOT NULL,
    "country" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "state" "import_state" NOT NULL DEFAULT 'queued',
    "bytes_read" BIGINT NOT NULL DEFAULT 0,
    "processed_rows" BIGINT NOT NULL DEFAULT 0,
    "accepted_rows" BIGINT NOT NULL DEFAULT 0,
    "rejected_rows" BIGINT NOT NULL DEFAULT 0,
    "rejects" JSONB NOT NULL DEFAULT '[]',
    "error_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "dnc_import_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "caller_id_rule" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "campaign_id" UUID,
    "prefix" TEXT NOT NULL,
    "phone_number_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "caller_id_rule_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "segment" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "segment_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "api_key" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "role" "tenant_role" NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "contact_append" (
    "tenant_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_append_pkey" PRIMARY KEY ("tenant_id","list_id","idempotency_key")
);

CREATE TABLE "compliance_profile" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "profile_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "rules" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "compliance_profile_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "campaign_list" (
    "tenant_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "segment_id" UUID,
    "weight" INTEGER NOT NULL DEFAULT 1,
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "campaign_list_pkey" PRIMARY KEY ("tenant_id","campaign_id","list_id")
);

CREATE TABLE "preview_offer" (
    "tenant_id" UUID NOT NULL,
    "duty_session_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "offered_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "preview_offer_pkey" PRIMARY KEY ("tenant_id","duty_session_id")
);

ALTER TABLE "trunk" ADD COLUMN "carrier" TEXT NOT NULL DEFAULT '';
ALTER TABLE "attachment" ADD COLUMN "routing" TEXT NOT NULL DEFAULT 'priority';
ALTER TABLE "contact_list" ADD COLUMN "attribute_types" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "contact" ADD COLUMN "consent_at" TIMESTAMPTZ(3), ADD COLUMN "consent_proof" TEXT NOT NULL DEFAULT '';
ALTER TABLE "campaign"
  ADD COLUMN "compliance_id" UUID,
  ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 5,
  ADD COLUMN "share" INTEGER NOT NULL DEFAULT 100,
  ADD COLUMN "machine" JSONB NOT NULL DEFAULT '{"detect":false}',
  ADD COLUMN "agentless" JSONB;
ALTER TABLE "campaign_contact"
  ADD COLUMN "list_id" UUID,
  ADD COLUMN "agent_only_until" TIMESTAMPTZ(3),
  ADD COLUMN "callback_by" UUID,
  ADD COLUMN "override" JSONB;
ALTER TABLE "attempt"
  ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'dialer',
  ADD COLUMN "duty_session_id" UUID,
  ADD COLUMN "override" JSONB,
  ADD COLUMN "route" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "detection" JSONB;

-- A campaign had one list; it has any number now.
INSERT INTO campaign_list (tenant_id, campaign_id, list_id) SELECT tenant_id, id, list_id FROM campaign WHERE list_id IS NOT NULL;
UPDATE campaign_contact k SET list_id = c.list_id FROM contact c WHERE c.tenant_id = k.tenant_id AND c.id = k.contact_id;
ALTER TABLE "campaign_contact" ALTER COLUMN "list_id" SET NOT NULL;
ALTER TABLE "campaign" DROP COLUMN "list_id";

-- Contacts of a list in the order of their ids: pages of a list, and campaigns that take it over piece by piece.
DROP INDEX "contact_tenant_id_list_id_idx";
CREATE INDEX "contact_tenant_id_list_id_id_idx" ON "contact"("tenant_id", "list_id", "id");
CREATE INDEX "dnc_register_tenant_id_idx" ON "dnc_register"("tenant_id");
CREATE INDEX "dnc_import_tenant_id_idx" ON "dnc_import"("tenant_id");
CREATE UNIQUE INDEX "segment_tenant_id_name_key" ON "segment"("tenant_id", "name");
CREATE UNIQUE INDEX "compliance_profile_tenant_id_profile_id_revision_key" ON "compliance_profile"("tenant_id", "profile_id", "revision");
CREATE UNIQUE INDEX "preview_offer_tenant_id_campaign_id_contact_id_key" ON "preview_offer"("tenant_id", "campaign_id", "contact_id");
ALTER TABLE "dnc_import" ADD CONSTRAINT "dnc_import_register_id_fkey" FOREIGN KEY ("register_id") REFERENCES "dnc_register"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "caller_id_rule" ADD CONSTRAINT "caller_id_rule_tenant_id_phone_number_id_fkey" FOREIGN KEY ("tenant_id", "phone_number_id") REFERENCES "phone_number"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "caller_id_rule" ADD CONSTRAINT "caller_id_rule_tenant_id_campaign_id_fkey" FOREIGN KEY ("tenant_id", "campaign_id") REFERENCES "campaign"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_tenant_id_compliance_id_fkey" FOREIGN KEY ("tenant_id", "compliance_id") REFERENCES "compliance_profile"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "campaign_list" ADD CONSTRAINT "campaign_list_tenant_id_campaign_id_fkey" FOREIGN KEY ("tenant_id", "campaign_id") REFERENCES "campaign"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "campaign_list" ADD CONSTRAINT "campaign_list_tenant_id_list_id_fkey" FOREIGN KEY ("tenant_id", "list_id") REFERENCES "contact_list"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "campaign_list" ADD CONSTRAINT "campaign_list_tenant_id_segment_id_fkey" FOREIGN KEY ("tenant_id", "segment_id") REFERENCES "segment"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------
-- What Prisma cannot express: isolation, immutability, partial indexes.
-- ---------------------------------------------------------------------------

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['caller_id_rule', 'segment', 'api_key', 'contact_append', 'compliance_profile', 'campaign_list',
                           'preview_offer']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_rows ON %I USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = ''operator'')', t);
  END LOOP;
  -- A tenant's own, and the operator's, which bind it.
  FOREACH t IN ARRAY ARRAY['dnc_register', 'dnc_import']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY own_rows ON %I USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = ''operator'')', t);
  END LOOP;
  ALTER TABLE carrier_rate ENABLE ROW LEVEL SECURITY;
  ALTER TABLE carrier_rate FORCE ROW LEVEL SECURITY;
END $$;
CREATE POLICY binding ON dnc_register FOR SELECT USING (tenant_id IS NULL AND (SELECT app_tenant()) IS NOT NULL);
-- A foreign key ignores row-level security, and the operator's registers have no tenant to carry: an import is into a
-- register of the same owner.
CREATE POLICY of_owner_new ON dnc_import AS RESTRICTIVE FOR INSERT WITH CHECK (register_id IS NULL OR EXISTS (
  SELECT 1 FROM dnc_register r WHERE r.id = register_id AND r.tenant_id IS NOT DISTINCT FROM dnc_import.tenant_id));
CREATE POLICY of_owner_changed ON dnc_import AS RESTRICTIVE FOR UPDATE WITH CHECK (register_id IS NULL OR EXISTS (
  SELECT 1 FROM dnc_register r WHERE r.id = register_id AND r.tenant_id IS NOT DISTINCT FROM dnc_import.tenant_id));
-- Who asks with a key is not yet anybody: the key itself says whose it is.
CREATE POLICY sign_in ON api_key USING ((SELECT app_scope()) = 'auth');
-- What the operator pays is nobody else's business; routing asks carrier_prices().
CREATE POLICY operator_rows ON carrier_rate USING ((SELECT app_scope()) = 'operator');

GRANT SELECT, INSERT, UPDATE, DELETE ON
  carrier_rate, dnc_register, dnc_import, caller_id_rule, segment, api_key, contact_append, campaign_list, preview_offer
  TO callbay_app;
GRANT SELECT, INSERT ON compliance_profile TO callbay_app;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON compliance_profile FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE UNIQUE INDEX caller_id_rule_once ON caller_id_rule (tenant_id, campaign_id, prefix) NULLS NOT DISTINCT;
-- Fresh contacts, list by list: they are drawn by the lists' weights.
DROP INDEX campaign_contact_fresh;
CREATE INDEX campaign_contact_fresh ON campaign_contact (tenant_id, campaign_id, list_id, next_attempt_at)
  WHERE state = 'ready' AND attempts = 0;
-- How often a number was tried, by any campaign: the caps of the compliance profile.
CREATE INDEX attempt_of_number ON attempt (tenant_id, phone, reserved_at) WHERE state <> 'released';
-- The abandoned ledgers: answered by a person, and how many of those abandoned.
CREATE INDEX attempt_answered ON attempt (tenant_id, campaign_id, ended_at) INCLUDE (outcome)
  WHERE state = 'ended' AND outcome IN ('answered', 'abandoned');
ALTER TABLE campaign_list ADD CONSTRAINT weight_positive CHECK (weight > 0);
ALTER TABLE campaign ADD CONSTRAINT share_positive CHECK (share > 0 AND priority BETWEEN 1 AND 9);
ALTER TABLE attachment ADD CONSTRAINT routing_known CHECK (routing IN ('priority', 'least_cost'));
ALTER TABLE attempt ADD CONSTRAINT kind_known CHECK (kind IN ('dialer', 'preview', 'callback', 'manual', 'agentless'));

-- How full the nodes and trunks are over which the tenant of this transaction may dial, and who else wants to borrow:
-- counts over all tenants, and nothing else of the others. It reads in the operator's scope and leaves in the caller's.
-- Another tenant wants to borrow where an agent of a campaign that is being dialled is ready on the node (or the campaign
-- needs none) and somebody is due. That is asked only where the pool does not serve all entitlements.
DROP FUNCTION line_capacity();
CREATE FUNCTION line_capacity() RETURNS TABLE (
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
    SELECT t.node_id, t.trunk_id, t.tenant_id, count(*)::int AS channels FROM attempt t
    WHERE t.node_id IN (SELECT id FROM nodes)
      AND t.state NOT IN ('ended', 'released')
    GROUP BY t.node_id, t.trunk_id, t.tenant_id
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

-- What carriers ask for some numbers (E.164 without the plus), by every prefix that fits one of them: routing by least
-- cost reads it in the tenant's transaction. It reads in the operator's scope and leaves in the caller's.
CREATE FUNCTION carrier_prices(carriers text[], numbers text[])
RETURNS TABLE (carrier text, prefix text, currency text, per_minute_micros bigint)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE caller_scope text := current_setting('app.scope', true);
BEGIN
  PERFORM set_config('app.scope', 'operator', true);
  RETURN QUERY
  SELECT r.carrier, r.prefix, r.currency, r.per_minute_micros FROM carrier_rate r
  WHERE r.carrier = ANY (carriers) AND r.prefix IN (
    SELECT left(n.number, length) FROM unnest(numbers) AS n(number), generate_series(0, length(n.number)) AS length);
  PERFORM set_config('app.scope', COALESCE(caller_scope, ''), true);
END $$;
