-- Workspaces: what people sign in with, and the figures that reports are read from.

-- A recording whose days are over: looked for in the order of age, and known as deleted.
ALTER TYPE "recording_state" ADD VALUE 'deleted';
CREATE INDEX recording_stored ON recording (tenant_id, started_at, id) WHERE state = 'stored';

-- ---------------------------------------------------------------- people and access
-- How people sign in: mails with links, a second factor, a client's own identity provider.
ALTER TABLE "session" ADD COLUMN "sso" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "account_second_factor" (
    "account_id" UUID NOT NULL,
    "secret_box" TEXT NOT NULL,
    "last_step" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_second_factor_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "recovery_code" (
    "account_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("account_id","code_hash")
);

CREATE TABLE "password_reset" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "password_reset_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "person_mail" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "link_box" TEXT,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "person_mail_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "platform_access" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "second_factor_required" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "platform_access_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "tenant_access" (
    "tenant_id" UUID NOT NULL,
    "second_factor_required" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenant_access_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "oidc_provider" (
    "tenant_id" UUID NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "secret_box" TEXT NOT NULL,
    "domains" TEXT[],
    "join_role" "tenant_role",
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oidc_provider_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "oidc_identity" (
    "tenant_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oidc_identity_pkey" PRIMARY KEY ("tenant_id","issuer","subject")
);

CREATE UNIQUE INDEX "password_reset_token_hash_key" ON "password_reset"("token_hash");
CREATE INDEX "password_reset_account_id_idx" ON "password_reset"("account_id");
CREATE INDEX "person_mail_created_at_idx" ON "person_mail"("created_at");
ALTER TABLE "account_second_factor" ADD CONSTRAINT "account_second_factor_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "password_reset" ADD CONSTRAINT "password_reset_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "oidc_identity" ADD CONSTRAINT "oidc_identity_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['account_second_factor', 'recovery_code', 'password_reset', 'person_mail', 'platform_access',
                           'tenant_access', 'oidc_provider', 'oidc_identity']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
  END LOOP;
  -- What a person signs in with is seen by the scope of sign-in alone.
  FOREACH t IN ARRAY ARRAY['account_second_factor', 'recovery_code', 'password_reset']
  LOOP
    EXECUTE format('CREATE POLICY sign_in ON %I USING ((SELECT app_scope()) = ''auth'')', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['tenant_access', 'oidc_provider', 'oidc_identity']
  LOOP
    EXECUTE format(
      'CREATE POLICY tenant_rows ON %I USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = ''operator'')', t);
  END LOOP;
END $$;
CREATE POLICY sign_in ON tenant_access FOR SELECT USING ((SELECT app_scope()) = 'auth');
CREATE POLICY sign_in ON oidc_provider FOR SELECT USING ((SELECT app_scope()) = 'auth');
CREATE POLICY sign_in ON oidc_identity USING ((SELECT app_scope()) = 'auth');
CREATE POLICY operator_people ON platform_access USING ((SELECT app_scope()) IN ('operator', 'auth'));
-- Whoever invites writes the mail; what was written, our own processes alone read and send.
CREATE POLICY written ON person_mail FOR INSERT WITH CHECK ((SELECT app_scope()) IN ('tenant', 'operator', 'auth'));
CREATE POLICY sent ON person_mail USING ((SELECT app_scope()) = 'operator');

GRANT SELECT, INSERT, UPDATE, DELETE ON account_second_factor, recovery_code, password_reset, person_mail,
  platform_access, tenant_access, oidc_provider, oidc_identity TO callbay_app;
CREATE INDEX person_mail_queued ON person_mail (created_at) WHERE state = 'queued';

-- ---------------------------------------------------------------- reports
CREATE TABLE "report_settings" (
    "tenant_id" UUID NOT NULL,
    "min_talk_ms" INTEGER NOT NULL DEFAULT 10000,
    "excluded_prefixes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "revision" INTEGER NOT NULL DEFAULT 1,
    "rolled_revision" INTEGER NOT NULL DEFAULT 0,
    "rolled_zone" TEXT NOT NULL DEFAULT '',
    "build_through" BIGINT,
    "longest_duty_ms" BIGINT NOT NULL DEFAULT 0,
    "rolled_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_settings_pkey" PRIMARY KEY ("tenant_id")
);
CREATE TABLE "report_dirty" (
    "tenant_id" UUID NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_dirty_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "report_quarter" (
    "tenant_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" SMALLINT NOT NULL,
    "campaign_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "disposition_id" UUID NOT NULL,
    "source_rows" INTEGER NOT NULL DEFAULT 0,
    "dials" INTEGER NOT NULL DEFAULT 0,
    "inbound" INTEGER NOT NULL DEFAULT 0,
    "answered" INTEGER NOT NULL DEFAULT 0,
    "joined" INTEGER NOT NULL DEFAULT 0,
    "long_calls" INTEGER NOT NULL DEFAULT 0,
    "long_joined" INTEGER NOT NULL DEFAULT 0,
    "out_answered" INTEGER NOT NULL DEFAULT 0,
    "out_abandoned" INTEGER NOT NULL DEFAULT 0,
    "out_machine" INTEGER NOT NULL DEFAULT 0,
    "out_busy" INTEGER NOT NULL DEFAULT 0,
    "out_no_answer" INTEGER NOT NULL DEFAULT 0,
    "out_other" INTEGER NOT NULL DEFAULT 0,
    "disposed" INTEGER NOT NULL DEFAULT 0,
    "successes" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "answered_ms" BIGINT NOT NULL DEFAULT 0,
    "line_ms" BIGINT NOT NULL DEFAULT 0,
    "talk_ms" BIGINT NOT NULL DEFAULT 0,
    "hold_ms" BIGINT NOT NULL DEFAULT 0,
    "long_answered_ms" BIGINT NOT NULL DEFAULT 0,
    "long_line_ms" BIGINT NOT NULL DEFAULT 0,
    "long_talk_ms" BIGINT NOT NULL DEFAULT 0,
    "connecting_ms" BIGINT NOT NULL DEFAULT 0,
    "ready_ms" BIGINT NOT NULL DEFAULT 0,
    "previewing_ms" BIGINT NOT NULL DEFAULT 0,
    "talking_ms" BIGINT NOT NULL DEFAULT 0,
    "wrapup_ms" BIGINT NOT NULL DEFAULT 0,
    "paused_ms" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "report_quarter_pkey" PRIMARY KEY ("tenant_id","at","kind","campaign_id","list_id","membership_id","disposition_id")
);
CREATE TABLE "report_rollup" (
    "tenant_id" UUID NOT NULL,
    "cube" SMALLINT NOT NULL,
    "grain" SMALLINT NOT NULL,
    "slot" TIMESTAMPTZ(3) NOT NULL,
    "kind" SMALLINT NOT NULL,
    "campaign_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "disposition_id" UUID NOT NULL,
    "source_rows" INTEGER NOT NULL DEFAULT 0,
    "dials" INTEGER NOT NULL DEFAULT 0,
    "inbound" INTEGER NOT NULL DEFAULT 0,
    "answered" INTEGER NOT NULL DEFAULT 0,
    "joined" INTEGER NOT NULL DEFAULT 0,
    "long_calls" INTEGER NOT NULL DEFAULT 0,
    "long_joined" INTEGER NOT NULL DEFAULT 0,
    "out_answered" INTEGER NOT NULL DEFAULT 0,
    "out_abandoned" INTEGER NOT NULL DEFAULT 0,
    "out_machine" INTEGER NOT NULL DEFAULT 0,
    "out_busy" INTEGER NOT NULL DEFAULT 0,
    "out_no_answer" INTEGER NOT NULL DEFAULT 0,
    "out_other" INTEGER NOT NULL DEFAULT 0,
    "disposed" INTEGER NOT NULL DEFAULT 0,
    "successes" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "answered_ms" BIGINT NOT NULL DEFAULT 0,
    "line_ms" BIGINT NOT NULL DEFAULT 0,
    "talk_ms" BIGINT NOT NULL DEFAULT 0,
    "hold_ms" BIGINT NOT NULL DEFAULT 0,
    "long_answered_ms" BIGINT NOT NULL DEFAULT 0,
    "long_line_ms" BIGINT NOT NULL DEFAULT 0,
    "long_talk_ms" BIGINT NOT NULL DEFAULT 0,
    "connecting_ms" BIGINT NOT NULL DEFAULT 0,
    "ready_ms" BIGINT NOT NULL DEFAULT 0,
    "previewing_ms" BIGINT NOT NULL DEFAULT 0,
    "talking_ms" BIGINT NOT NULL DEFAULT 0,
    "wrapup_ms" BIGINT NOT NULL DEFAULT 0,
    "paused_ms" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "report_rollup_pkey" PRIMARY KEY ("tenant_id","cube","grain","slot","kind","campaign_id","list_id","membership_id","disposition_id")
);
CREATE TABLE "report_saved" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "query" JSONB NOT NULL,
    "schedule" JSONB,
    "recipients" UUID[],
    "format" TEXT NOT NULL DEFAULT 'xlsx',
    "next_at" TIMESTAMPTZ(3),
    "last_sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "report_saved_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "report_saved_tenant_id_membership_id_name_key" ON "report_saved"("tenant_id", "membership_id", "name");
CREATE INDEX "report_saved_next_at_idx" ON "report_saved"("next_at");
ALTER TABLE "report_saved" ADD CONSTRAINT "report_saved_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['report_settings', 'report_dirty', 'report_quarter', 'report_rollup', 'report_saved']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_rows ON %I USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = ''operator'')', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_settings, report_dirty, report_quarter, report_rollup, report_saved TO callbay_app;
GRANT USAGE ON SEQUENCE report_dirty_id_seq TO callbay_app;

-- Duty that ended in a quarter of an hour; an interval that is still on is added when a report is read.
CREATE INDEX duty_interval_ended ON duty_interval (tenant_id, ended_at) WHERE ended_at IS NOT NULL;

-- What changes a figure says which time it belongs to. One more row a call, and no row that two calls share: a counter
-- would make calls that end together wait for each other.
CREATE FUNCTION mark_report_dirty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE started timestamptz; ended timestamptz;
BEGIN
  IF TG_TABLE_NAME = 'duty_interval' THEN
    started := NEW.started_at;
    ended := NEW.ended_at;
  ELSIF TG_TABLE_NAME = 'call' THEN
    started := NEW.started_at;
    ended := started;
  ELSE
    SELECT c.started_at INTO started FROM call c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.id;
    ended := started;
  END IF;
  INSERT INTO report_dirty (tenant_id, from_at, to_at) VALUES (NEW.tenant_id, started, ended);
  RETURN NULL;
END $$;
CREATE TRIGGER report_dirty_new AFTER INSERT ON call FOR EACH ROW
  WHEN (NEW.ended_at IS NOT NULL) EXECUTE FUNCTION mark_report_dirty();
CREATE TRIGGER report_dirty_changed AFTER UPDATE ON call FOR EACH ROW
  WHEN (NEW.ended_at IS NOT NULL AND
        (OLD.ended_at, OLD.answered_at, OLD.joined_at, OLD.talk_ms, OLD.hold_ms, OLD.outcome, OLD.membership_id,
         OLD.disposition_id, OLD.campaign_id, OLD.contact_id, OLD.is_internal)
        IS DISTINCT FROM
        (NEW.ended_at, NEW.answered_at, NEW.joined_at, NEW.talk_ms, NEW.hold_ms, NEW.outcome, NEW.membership_id,
         NEW.disposition_id, NEW.campaign_id, NEW.contact_id, NEW.is_internal))
  EXECUTE FUNCTION mark_report_dirty();
CREATE TRIGGER report_dirty_new AFTER INSERT ON success FOR EACH ROW EXECUTE FUNCTION mark_report_dirty();
CREATE TRIGGER report_dirty_changed AFTER UPDATE ON success FOR EACH ROW
  WHEN (OLD.rejected_at IS DISTINCT FROM NEW.rejected_at) EXECUTE FUNCTION mark_report_dirty();
CREATE TRIGGER report_dirty_new AFTER INSERT ON duty_interval FOR EACH ROW
  WHEN (NEW.ended_at IS NOT NULL) EXECUTE FUNCTION mark_report_dirty();
CREATE TRIGGER report_dirty_changed AFTER UPDATE ON duty_interval FOR EACH ROW
  WHEN (NEW.ended_at IS NOT NULL AND (OLD.started_at, OLD.ended_at, OLD.state)
        IS DISTINCT FROM (NEW.started_at, NEW.ended_at, NEW.state))
  EXECUTE FUNCTION mark_report_dirty();
