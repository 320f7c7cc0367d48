-- Supervision: listening to calls, alerts of the floor, messages to agents.

CREATE TABLE "supervision_setting" (
    "tenant_id" UUID NOT NULL,
    "monitoring" BOOLEAN NOT NULL DEFAULT false,
    "announce" BOOLEAN NOT NULL DEFAULT true,
    "notice" TEXT,
    "notice_confirmed_by" UUID,
    "notice_confirmed_at" TIMESTAMPTZ(3),
    "alerts" JSONB NOT NULL DEFAULT '{}',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "supervision_setting_pkey" PRIMARY KEY ("tenant_id")
);
CREATE TABLE "monitor_session" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "duty_session_id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "device" TEXT NOT NULL DEFAULT 'webrtc',
    "mode" TEXT NOT NULL,
    "announced" BOOLEAN NOT NULL,
    "steps" JSONB NOT NULL DEFAULT '[]',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "live_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,
    CONSTRAINT "monitor_session_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "floor_alert_ack" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "membership_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "floor_alert_ack_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "team_message" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "audience" TEXT NOT NULL,
    "audience_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "important" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "team_message_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "team_message_receipt" (
    "tenant_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    CONSTRAINT "team_message_receipt_pkey" PRIMARY KEY ("tenant_id","message_id","membership_id")
);
CREATE INDEX "monitor_session_tenant_id_call_id_idx" ON "monitor_session"("tenant_id", "call_id");
CREATE INDEX "monitor_session_node_id_ended_at_idx" ON "monitor_session"("node_id", "ended_at");
CREATE UNIQUE INDEX "floor_alert_ack_tenant_id_key_key" ON "floor_alert_ack"("tenant_id", "key");
CREATE INDEX "team_message_tenant_id_created_at_idx" ON "team_message"("tenant_id", "created_at");
CREATE INDEX "team_message_receipt_tenant_id_membership_id_message_id_idx" ON "team_message_receipt"("tenant_id", "membership_id", "message_id");
ALTER TABLE "monitor_session" ADD CONSTRAINT "monitor_session_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "monitor_session" ADD CONSTRAINT "monitor_session_tenant_id_call_id_fkey" FOREIGN KEY ("tenant_id", "call_id") REFERENCES "call"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "floor_alert_ack" ADD CONSTRAINT "floor_alert_ack_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "team_message" ADD CONSTRAINT "team_message_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "team_message_receipt" ADD CONSTRAINT "team_message_receipt_tenant_id_message_id_fkey" FOREIGN KEY ("tenant_id", "message_id") REFERENCES "team_message"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "team_message_receipt" ADD CONSTRAINT "team_message_receipt_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One person listens to one call at a time.
CREATE UNIQUE INDEX monitor_session_open ON monitor_session (tenant_id, membership_id) WHERE ended_at IS NULL;
ALTER TABLE monitor_session ADD CONSTRAINT monitor_session_mode CHECK (mode IN ('listen', 'whisper', 'join'));
ALTER TABLE monitor_session ADD CONSTRAINT monitor_session_end CHECK ((ended_at IS NULL) = (ended_reason IS NULL));
-- Nothing is listened to before somebody confirmed what the law asks for.
ALTER TABLE supervision_setting ADD CONSTRAINT supervision_setting_notice
  CHECK (NOT monitoring OR (notice IS NOT NULL AND notice_confirmed_by IS NOT NULL AND notice_confirmed_at IS NOT NULL));
ALTER TABLE team_message ADD CONSTRAINT team_message_audience CHECK (audience IN ('person', 'team', 'campaign'));

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['supervision_setting', 'monitor_session', 'floor_alert_ack', 'team_message', 'team_message_receipt']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_rows ON %I USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = ''operator'')', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON supervision_setting, monitor_session, floor_alert_ack, team_message, team_message_receipt TO callbay_app;
