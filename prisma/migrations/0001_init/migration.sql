-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "operator_role" AS ENUM ('admin', 'noc', 'finance');

-- CreateEnum
CREATE TYPE "tenant_role" AS ENUM ('owner', 'manager', 'supervisor', 'agent', 'finance', 'viewer');

-- CreateEnum
CREATE TYPE "tenant_state" AS ENUM ('active', 'suspended', 'closed');

-- CreateEnum
CREATE TYPE "employer" AS ENUM ('client', 'operator');

-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('user', 'system');

-- CreateEnum
CREATE TYPE "node_state" AS ENUM ('active', 'draining', 'down');

-- CreateEnum
CREATE TYPE "contract_form" AS ENUM ('FULL', 'SEAT');

-- CreateEnum
CREATE TYPE "contract_state" AS ENUM ('draft', 'active', 'ended');

-- CreateEnum
CREATE TYPE "direction" AS ENUM ('inbound', 'outbound');

-- CreateEnum
CREATE TYPE "consent_basis" AS ENUM ('consent', 'contract', 'legitimate_interest', 'public_task');

-- CreateEnum
CREATE TYPE "import_state" AS ENUM ('queued', 'running', 'completed', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "campaign_purpose" AS ENUM ('notice', 'secretary', 'errand', 'new_business', 'merchant_ad', 'other', 'telemarketing', 'survey', 'care', 'collection');

-- CreateEnum
CREATE TYPE "dial_mode" AS ENUM ('preview', 'progressive', 'predictive', 'agentless');

-- CreateEnum
CREATE TYPE "campaign_state" AS ENUM ('draft', 'submitted', 'returned', 'approved', 'running', 'paused', 'completed');

-- CreateEnum
CREATE TYPE "campaign_contact_state" AS ENUM ('ready', 'reserved', 'done', 'blocked');

-- CreateEnum
CREATE TYPE "attempt_state" AS ENUM ('reserved', 'dialing', 'ringing', 'answered', 'joined', 'ended', 'released');

-- CreateEnum
CREATE TYPE "outcome" AS ENUM ('answered', 'busy', 'no_answer', 'rejected', 'unreachable', 'machine', 'abandoned', 'failed');

-- CreateEnum
CREATE TYPE "call_ended_by" AS ENUM ('customer', 'agent', 'system');

-- CreateEnum
CREATE TYPE "call_closed_from" AS ENUM ('live', 'cel');

-- CreateEnum
CREATE TYPE "leg_kind" AS ENUM ('customer', 'agent');

-- CreateEnum
CREATE TYPE "recording_state" AS ENUM ('recording', 'stored', 'failed');

-- CreateEnum
CREATE TYPE "duty_state" AS ENUM ('connecting', 'ready', 'talking', 'wrapup', 'paused', 'off');

-- CreateEnum
CREATE TYPE "duty_next" AS ENUM ('paused', 'off');

-- CreateEnum
CREATE TYPE "invoice_state" AS ENUM ('draft', 'finalised');

-- CreateTable
CREATE TABLE "legal_entity" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "address_lines" TEXT[],
    "tax_number" TEXT NOT NULL,
    "invoice_prefix" TEXT NOT NULL,
    "next_invoice_number" INTEGER NOT NULL DEFAULT 1,
    "bank_details" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "legal_entity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "theme" TEXT NOT NULL DEFAULT 'system',
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_credential" (
    "account_id" UUID NOT NULL,
    "password_hash" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_credential_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "operator_member" (
    "account_id" UUID NOT NULL,
    "role" "operator_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "operator_member_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "tenant_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_reason" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seat" (
    "id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "recording_capable" BOOLEAN NOT NULL DEFAULT true,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "seat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pbx_node" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" "node_state" NOT NULL DEFAULT 'active',
    "ari_url" TEXT NOT NULL,
    "ws_url" TEXT NOT NULL,
    "ari_username" TEXT NOT NULL,
    "ari_password_enc" TEXT NOT NULL,
    "max_channels" INTEGER NOT NULL DEFAULT 1000,
    "lease_owner" TEXT,
    "lease_fence" BIGINT NOT NULL DEFAULT 0,
    "lease_expires_at" TIMESTAMPTZ(3),
    "heartbeat_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pbx_node_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trunk" (
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "max_channels" INTEGER NOT NULL,
    "calls_per_second" INTEGER NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 1,
    "enabled" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "trunk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator_do_not_call" (
    "phone" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "operator_do_not_call_pkey" PRIMARY KEY ("phone")
);

-- CreateTable
CREATE TABLE "cel" (
    "id" BIGSERIAL NOT NULL,
    "eventtype" TEXT NOT NULL,
    "eventtime" TIMESTAMPTZ(3) NOT NULL,
    "cid_name" TEXT NOT NULL DEFAULT '',
    "cid_num" TEXT NOT NULL DEFAULT '',
    "exten" TEXT NOT NULL DEFAULT '',
    "context" TEXT NOT NULL DEFAULT '',
    "channame" TEXT NOT NULL DEFAULT '',
    "appname" TEXT NOT NULL DEFAULT '',
    "appdata" TEXT NOT NULL DEFAULT '',
    "accountcode" TEXT NOT NULL DEFAULT '',
    "uniqueid" TEXT NOT NULL,
    "linkedid" TEXT NOT NULL,
    "peer" TEXT NOT NULL DEFAULT '',
    "userfield" TEXT NOT NULL DEFAULT '',
    "extra" TEXT NOT NULL DEFAULT '',
    "node_name" TEXT NOT NULL DEFAULT current_setting('application_name'),

    CONSTRAINT "cel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "legal_name" TEXT NOT NULL,
    "address_lines" TEXT[],
    "tax_number" TEXT,
    "timezone" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "state" "tenant_state" NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "role" "tenant_role" NOT NULL,
    "employer" "employer" NOT NULL DEFAULT 'client',
    "org_unit_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "membership_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "tenant_role" NOT NULL,
    "employer" "employer" NOT NULL DEFAULT 'client',
    "org_unit_id" UUID,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "org_unit" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "parent_id" UUID,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "org_unit_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" UUID NOT NULL,
    "tenant_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "request_id" TEXT,
    "ip" TEXT,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attachment" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "guaranteed_channels" INTEGER NOT NULL,
    "burst_channels" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "phone_number" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "e164" TEXT NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "phone_number_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "contract" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "legal_entity_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "form" "contract_form" NOT NULL,
    "currency" TEXT NOT NULL,
    "state" "contract_state" NOT NULL DEFAULT 'draft',
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "billed_through" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activated_at" TIMESTAMPTZ(3),

    CONSTRAINT "contract_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "contract_version" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "effective_from" DATE NOT NULL,
    "min_talk_ms" INTEGER NOT NULL DEFAULT 10000,
    "recording_required" BOOLEAN NOT NULL DEFAULT false,
    "tax_rate_ppm" INTEGER NOT NULL DEFAULT 0,
    "payment_term_days" INTEGER NOT NULL DEFAULT 30,
    "excluded_prefixes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contract_version_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "price_component" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "contract_version_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "direction" "direction",
    "params" JSONB NOT NULL,

    CONSTRAINT "price_component_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "seat_lease" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "seat_id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "membership_id" UUID,
    "org_unit_id" UUID,
    "recording_enabled" BOOLEAN NOT NULL DEFAULT true,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "seat_lease_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "contact_list" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "consent_basis" "consent_basis" NOT NULL,
    "consent_note" TEXT NOT NULL DEFAULT '',
    "default_country" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "contact_list_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "contact_import" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_bytes" BIGINT NOT NULL,
    "storage_key" TEXT NOT NULL,
    "state" "import_state" NOT NULL DEFAULT 'queued',
    "bytes_read" BIGINT NOT NULL DEFAULT 0,
    "processed_rows" INTEGER NOT NULL DEFAULT 0,
    "accepted_rows" INTEGER NOT NULL DEFAULT 0,
    "duplicate_rows" INTEGER NOT NULL DEFAULT 0,
    "do_not_call_rows" INTEGER NOT NULL DEFAULT 0,
    "rejected_rows" INTEGER NOT NULL DEFAULT 0,
    "columns" JSONB,
    "error_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "contact_import_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "contact_import_reject" (
    "tenant_id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "row_number" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "raw" TEXT NOT NULL,

    CONSTRAINT "contact_import_reject_pkey" PRIMARY KEY ("tenant_id","import_id","row_number")
);

-- CreateTable
CREATE TABLE "contact" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "import_id" UUID,
    "display_name" TEXT NOT NULL DEFAULT '',
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "contact_point" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "phone" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,

    CONSTRAINT "contact_point_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "do_not_call" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "phone" TEXT NOT NULL,
    "campaign_id" UUID,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "do_not_call_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "campaign" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "list_id" UUID,
    "caller_id_id" UUID,
    "name" TEXT NOT NULL,
    "purpose" "campaign_purpose" NOT NULL,
    "dial_mode" "dial_mode" NOT NULL DEFAULT 'progressive',
    "state" "campaign_state" NOT NULL DEFAULT 'draft',
    "state_reason" TEXT NOT NULL DEFAULT '',
    "script" TEXT NOT NULL DEFAULT '',
    "calling_window" JSONB NOT NULL,
    "retry_rules" JSONB NOT NULL,
    "ring_timeout_ms" INTEGER NOT NULL DEFAULT 25000,
    "join_deadline_ms" INTEGER NOT NULL DEFAULT 2000,
    "max_abandoned_ppm" INTEGER NOT NULL DEFAULT 30000,
    "abandoned_media" TEXT NOT NULL DEFAULT 'sound:vm-goodbye',
    "recording_forced" BOOLEAN NOT NULL DEFAULT false,
    "max_channels" INTEGER,
    "submitted_at" TIMESTAMPTZ(3),
    "approved_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "lease_owner" TEXT,
    "lease_fence" BIGINT NOT NULL DEFAULT 0,
    "lease_expires_at" TIMESTAMPTZ(3),
    "pacing_model" JSONB,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "campaign_disposition" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "success" BOOLEAN NOT NULL DEFAULT false,
    "do_not_call" BOOLEAN NOT NULL DEFAULT false,
    "retry_after_minutes" INTEGER,

    CONSTRAINT "campaign_disposition_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "campaign_agent" (
    "tenant_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "campaign_agent_pkey" PRIMARY KEY ("tenant_id","campaign_id","membership_id")
);

-- CreateTable
CREATE TABLE "campaign_contact" (
    "tenant_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "state" "campaign_contact_state" NOT NULL DEFAULT 'ready',
    "reason" TEXT NOT NULL DEFAULT '',
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "outcome_counts" JSONB NOT NULL DEFAULT '{}',
    "last_outcome" "outcome",
    "last_disposition_id" UUID,
    "last_attempt_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_contact_pkey" PRIMARY KEY ("tenant_id","campaign_id","contact_id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "contact_point_id" UUID NOT NULL,
    "phone" TEXT NOT NULL,
    "caller_id" TEXT NOT NULL,
    "node_id" UUID NOT NULL,
    "trunk_id" UUID NOT NULL,
    "state" "attempt_state" NOT NULL DEFAULT 'reserved',
    "decision" JSONB NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "reserved_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "claimed_by" TEXT,
    "claim_fence" BIGINT,
    "ringing_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "outcome" "outcome",
    "hangup_cause" INTEGER,
    "released_reason" TEXT,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "call" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "attempt_id" UUID,
    "direction" "direction" NOT NULL,
    "is_internal" BOOLEAN NOT NULL DEFAULT false,
    "campaign_id" UUID,
    "contact_id" UUID,
    "phone" TEXT NOT NULL,
    "caller_id" TEXT NOT NULL,
    "node_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ringing_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "joined_at" TIMESTAMPTZ(3),
    "parted_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "talk_ms" INTEGER NOT NULL DEFAULT 0,
    "hold_ms" INTEGER NOT NULL DEFAULT 0,
    "outcome" "outcome",
    "hangup_cause" INTEGER,
    "ended_by" "call_ended_by",
    "closed_from" "call_closed_from",
    "membership_id" UUID,
    "seat_lease_id" UUID,
    "duty_session_id" UUID,
    "disposition_id" UUID,
    "disposition_at" TIMESTAMPTZ(3),
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "call_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "leg" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "channel_id" TEXT NOT NULL,
    "kind" "leg_kind" NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "hangup_cause" INTEGER,

    CONSTRAINT "leg_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "call_event" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "call_event_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "recording" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "state" "recording_state" NOT NULL DEFAULT 'recording',
    "storage_key" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "duration_ms" INTEGER,
    "bytes" BIGINT,
    "sha256" TEXT,
    "failure" TEXT,

    CONSTRAINT "recording_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "duty_session" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "seat_lease_id" UUID NOT NULL,
    "node_id" UUID NOT NULL,
    "state" "duty_state" NOT NULL DEFAULT 'connecting',
    "state_since" TIMESTAMPTZ(3) NOT NULL,
    "pause_reason" TEXT,
    "next" "duty_next",
    "generation" INTEGER NOT NULL DEFAULT 1,
    "device" TEXT NOT NULL DEFAULT 'webrtc',
    "current_call_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,

    CONSTRAINT "duty_session_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "duty_interval" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "duty_session_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "state" "duty_state" NOT NULL,
    "reason" TEXT,
    "call_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "duty_interval_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "usage_record" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "source_key" TEXT NOT NULL,
    "contract_id" UUID NOT NULL,
    "contract_version_id" UUID NOT NULL,
    "direction" "direction",
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "local_date" DATE NOT NULL,
    "call_id" UUID,
    "seat_lease_id" UUID,
    "quantity" BIGINT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "usage_record_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "charge" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "contract_version_id" UUID NOT NULL,
    "component_id" UUID,
    "description" JSONB NOT NULL,
    "quantity_micros" BIGINT NOT NULL,
    "unit" TEXT NOT NULL,
    "unit_price_micros" BIGINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "arithmetic" TEXT NOT NULL,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,

    CONSTRAINT "charge_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "charge_usage" (
    "tenant_id" UUID NOT NULL,
    "component_id" UUID NOT NULL,
    "usage_id" UUID NOT NULL,
    "charge_id" UUID NOT NULL,

    CONSTRAINT "charge_usage_pkey" PRIMARY KEY ("tenant_id","component_id","usage_id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "legal_entity_id" UUID NOT NULL,
    "state" "invoice_state" NOT NULL DEFAULT 'draft',
    "number" TEXT,
    "sequence" INTEGER,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "tax_rate_ppm" INTEGER NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "parties" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "issued_at" TIMESTAMPTZ(3),
    "due_on" DATE,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "legal_entity_invoice_prefix_key" ON "legal_entity"("invoice_prefix");

-- CreateIndex
CREATE UNIQUE INDEX "account_email_key" ON "account"("email");

-- CreateIndex
CREATE INDEX "session_account_id_revoked_at_idx" ON "session"("account_id", "revoked_at");

-- CreateIndex
CREATE UNIQUE INDEX "seat_label_key" ON "seat"("label");

-- CreateIndex
CREATE UNIQUE INDEX "pbx_node_name_key" ON "pbx_node"("name");

-- CreateIndex
CREATE UNIQUE INDEX "trunk_node_id_name_key" ON "trunk"("node_id", "name");

-- CreateIndex
CREATE INDEX "cel_uniqueid_idx" ON "cel"("uniqueid");

-- CreateIndex
CREATE INDEX "cel_eventtime_idx" ON "cel"("eventtime");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_slug_key" ON "tenant"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "membership_tenant_id_account_id_key" ON "membership"("tenant_id", "account_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "audit_log_tenant_id_at_idx" ON "audit_log"("tenant_id", "at");

-- CreateIndex
CREATE INDEX "audit_log_entity_entity_id_idx" ON "audit_log"("entity", "entity_id");

-- CreateIndex
CREATE UNIQUE INDEX "attachment_tenant_id_node_id_key" ON "attachment"("tenant_id", "node_id");

-- CreateIndex
CREATE UNIQUE INDEX "phone_number_tenant_id_e164_key" ON "phone_number"("tenant_id", "e164");

-- CreateIndex
CREATE UNIQUE INDEX "contract_tenant_id_reference_key" ON "contract"("tenant_id", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "contract_version_tenant_id_contract_id_version_key" ON "contract_version"("tenant_id", "contract_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "contact_list_tenant_id_name_key" ON "contact_list"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "contact_tenant_id_list_id_idx" ON "contact"("tenant_id", "list_id");

-- CreateIndex
CREATE INDEX "contact_point_tenant_id_contact_id_idx" ON "contact_point"("tenant_id", "contact_id");

-- CreateIndex
CREATE INDEX "contact_point_tenant_id_phone_idx" ON "contact_point"("tenant_id", "phone");

-- CreateIndex
CREATE UNIQUE INDEX "contact_point_tenant_id_list_id_phone_key" ON "contact_point"("tenant_id", "list_id", "phone");

-- CreateIndex
CREATE INDEX "do_not_call_tenant_id_phone_idx" ON "do_not_call"("tenant_id", "phone");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_tenant_id_name_key" ON "campaign"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_disposition_tenant_id_campaign_id_code_key" ON "campaign_disposition"("tenant_id", "campaign_id", "code");

-- CreateIndex
CREATE INDEX "campaign_contact_tenant_id_campaign_id_state_next_attempt_a_idx" ON "campaign_contact"("tenant_id", "campaign_id", "state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "attempt_tenant_id_campaign_id_state_idx" ON "attempt"("tenant_id", "campaign_id", "state");

-- CreateIndex
CREATE INDEX "attempt_tenant_id_campaign_id_contact_id_idx" ON "attempt"("tenant_id", "campaign_id", "contact_id");

-- CreateIndex
CREATE INDEX "attempt_node_id_state_idx" ON "attempt"("node_id", "state");

-- CreateIndex
CREATE INDEX "call_tenant_id_started_at_idx" ON "call"("tenant_id", "started_at");

-- CreateIndex
CREATE INDEX "call_tenant_id_campaign_id_started_at_idx" ON "call"("tenant_id", "campaign_id", "started_at");

-- CreateIndex
CREATE INDEX "call_tenant_id_membership_id_started_at_idx" ON "call"("tenant_id", "membership_id", "started_at");

-- CreateIndex
CREATE INDEX "call_node_id_ended_at_idx" ON "call"("node_id", "ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "call_tenant_id_attempt_id_key" ON "call"("tenant_id", "attempt_id");

-- CreateIndex
CREATE UNIQUE INDEX "leg_tenant_id_call_id_channel_id_key" ON "leg"("tenant_id", "call_id", "channel_id");

-- CreateIndex
CREATE INDEX "call_event_tenant_id_call_id_at_idx" ON "call_event"("tenant_id", "call_id", "at");

-- CreateIndex
CREATE INDEX "recording_tenant_id_call_id_idx" ON "recording"("tenant_id", "call_id");

-- CreateIndex
CREATE INDEX "duty_session_node_id_ended_at_idx" ON "duty_session"("node_id", "ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "duty_interval_tenant_id_duty_session_id_seq_key" ON "duty_interval"("tenant_id", "duty_session_id", "seq");

-- CreateIndex
CREATE INDEX "usage_record_tenant_id_contract_id_local_date_idx" ON "usage_record"("tenant_id", "contract_id", "local_date");

-- CreateIndex
CREATE UNIQUE INDEX "usage_record_tenant_id_kind_source_key_key" ON "usage_record"("tenant_id", "kind", "source_key");

-- CreateIndex
CREATE UNIQUE INDEX "charge_tenant_id_invoice_id_position_key" ON "charge"("tenant_id", "invoice_id", "position");

-- CreateIndex
CREATE INDEX "charge_usage_tenant_id_charge_id_idx" ON "charge_usage"("tenant_id", "charge_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_legal_entity_id_sequence_key" ON "invoice"("legal_entity_id", "sequence");

-- AddForeignKey
ALTER TABLE "account_credential" ADD CONSTRAINT "account_credential_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operator_member" ADD CONSTRAINT "operator_member_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trunk" ADD CONSTRAINT "trunk_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "pbx_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_tenant_id_org_unit_id_fkey" FOREIGN KEY ("tenant_id", "org_unit_id") REFERENCES "org_unit"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "org_unit" ADD CONSTRAINT "org_unit_tenant_id_parent_id_fkey" FOREIGN KEY ("tenant_id", "parent_id") REFERENCES "org_unit"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "pbx_node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_legal_entity_id_fkey" FOREIGN KEY ("legal_entity_id") REFERENCES "legal_entity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_version" ADD CONSTRAINT "contract_version_tenant_id_contract_id_fkey" FOREIGN KEY ("tenant_id", "contract_id") REFERENCES "contract"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "price_component" ADD CONSTRAINT "price_component_tenant_id_contract_version_id_fkey" FOREIGN KEY ("tenant_id", "contract_version_id") REFERENCES "contract_version"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat_lease" ADD CONSTRAINT "seat_lease_seat_id_fkey" FOREIGN KEY ("seat_id") REFERENCES "seat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat_lease" ADD CONSTRAINT "seat_lease_tenant_id_contract_id_fkey" FOREIGN KEY ("tenant_id", "contract_id") REFERENCES "contract"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat_lease" ADD CONSTRAINT "seat_lease_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_import" ADD CONSTRAINT "contact_import_tenant_id_list_id_fkey" FOREIGN KEY ("tenant_id", "list_id") REFERENCES "contact_list"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_import_reject" ADD CONSTRAINT "contact_import_reject_tenant_id_import_id_fkey" FOREIGN KEY ("tenant_id", "import_id") REFERENCES "contact_import"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_tenant_id_list_id_fkey" FOREIGN KEY ("tenant_id", "list_id") REFERENCES "contact_list"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_tenant_id_contact_id_fkey" FOREIGN KEY ("tenant_id", "contact_id") REFERENCES "contact"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_tenant_id_contract_id_fkey" FOREIGN KEY ("tenant_id", "contract_id") REFERENCES "contract"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_tenant_id_list_id_fkey" FOREIGN KEY ("tenant_id", "list_id") REFERENCES "contact_list"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_tenant_id_caller_id_id_fkey" FOREIGN KEY ("tenant_id", "caller_id_id") REFERENCES "phone_number"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_disposition" ADD CONSTRAINT "campaign_disposition_tenant_id_campaign_id_fkey" FOREIGN KEY ("tenant_id", "campaign_id") REFERENCES "campaign"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_agent" ADD CONSTRAINT "campaign_agent_tenant_id_campaign_id_fkey" FOREIGN KEY ("tenant_id", "campaign_id") REFERENCES "campaign"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_agent" ADD CONSTRAINT "campaign_agent_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_contact" ADD CONSTRAINT "campaign_contact_tenant_id_campaign_id_fkey" FOREIGN KEY ("tenant_id", "campaign_id") REFERENCES "campaign"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_contact" ADD CONSTRAINT "campaign_contact_tenant_id_contact_id_fkey" FOREIGN KEY ("tenant_id", "contact_id") REFERENCES "contact"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_tenant_id_campaign_id_fkey" FOREIGN KEY ("tenant_id", "campaign_id") REFERENCES "campaign"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call" ADD CONSTRAINT "call_tenant_id_campaign_id_fkey" FOREIGN KEY ("tenant_id", "campaign_id") REFERENCES "campaign"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call" ADD CONSTRAINT "call_tenant_id_attempt_id_fkey" FOREIGN KEY ("tenant_id", "attempt_id") REFERENCES "attempt"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call" ADD CONSTRAINT "call_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call" ADD CONSTRAINT "call_tenant_id_seat_lease_id_fkey" FOREIGN KEY ("tenant_id", "seat_lease_id") REFERENCES "seat_lease"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call" ADD CONSTRAINT "call_tenant_id_disposition_id_fkey" FOREIGN KEY ("tenant_id", "disposition_id") REFERENCES "campaign_disposition"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call" ADD CONSTRAINT "call_tenant_id_duty_session_id_fkey" FOREIGN KEY ("tenant_id", "duty_session_id") REFERENCES "duty_session"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "leg" ADD CONSTRAINT "leg_tenant_id_call_id_fkey" FOREIGN KEY ("tenant_id", "call_id") REFERENCES "call"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_event" ADD CONSTRAINT "call_event_tenant_id_call_id_fkey" FOREIGN KEY ("tenant_id", "call_id") REFERENCES "call"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recording" ADD CONSTRAINT "recording_tenant_id_call_id_fkey" FOREIGN KEY ("tenant_id", "call_id") REFERENCES "call"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duty_session" ADD CONSTRAINT "duty_session_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duty_session" ADD CONSTRAINT "duty_session_tenant_id_seat_lease_id_fkey" FOREIGN KEY ("tenant_id", "seat_lease_id") REFERENCES "seat_lease"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duty_interval" ADD CONSTRAINT "duty_interval_tenant_id_duty_session_id_fkey" FOREIGN KEY ("tenant_id", "duty_session_id") REFERENCES "duty_session"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_record" ADD CONSTRAINT "usage_record_tenant_id_contract_version_id_fkey" FOREIGN KEY ("tenant_id", "contract_version_id") REFERENCES "contract_version"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge" ADD CONSTRAINT "charge_tenant_id_invoice_id_fkey" FOREIGN KEY ("tenant_id", "invoice_id") REFERENCES "invoice"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge" ADD CONSTRAINT "charge_tenant_id_contract_version_id_fkey" FOREIGN KEY ("tenant_id", "contract_version_id") REFERENCES "contract_version"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge" ADD CONSTRAINT "charge_tenant_id_component_id_fkey" FOREIGN KEY ("tenant_id", "component_id") REFERENCES "price_component"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge_usage" ADD CONSTRAINT "charge_usage_tenant_id_component_id_fkey" FOREIGN KEY ("tenant_id", "component_id") REFERENCES "price_component"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge_usage" ADD CONSTRAINT "charge_usage_tenant_id_usage_id_fkey" FOREIGN KEY ("tenant_id", "usage_id") REFERENCES "usage_record"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge_usage" ADD CONSTRAINT "charge_usage_tenant_id_charge_id_fkey" FOREIGN KEY ("tenant_id", "charge_id") REFERENCES "charge"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_tenant_id_contract_id_fkey" FOREIGN KEY ("tenant_id", "contract_id") REFERENCES "contract"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_legal_entity_id_fkey" FOREIGN KEY ("legal_entity_id") REFERENCES "legal_entity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------
-- What Prisma cannot express: isolation, immutability, exclusion.
-- ---------------------------------------------------------------------------

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- The two settings that packages/db sets at the start of each transaction. After a COMMIT a local setting is
-- '' rather than NULL, hence NULLIF.
CREATE FUNCTION app_tenant() RETURNS uuid LANGUAGE sql STABLE
  RETURN NULLIF(current_setting('app.tenant_id', true), '')::uuid;
CREATE FUNCTION app_scope() RETURNS text LANGUAGE sql STABLE
  RETURN COALESCE(NULLIF(current_setting('app.scope', true), ''), 'none');

-- Tenant tables: a row is seen and written by its tenant, or by the operator's scope.
DO $$
DECLARE t text;
BEGIN
  FOR t IN
    SELECT c.table_name FROM information_schema.columns c
    JOIN information_schema.tables i USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'tenant_id' AND i.table_type = 'BASE TABLE'
      AND c.table_name NOT IN ('session', 'audit_log')
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_rows ON %I USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = ''operator'')', t);
  END LOOP;
END $$;

-- Platform tables.
ALTER TABLE tenant ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenant FOR SELECT USING (id = (SELECT app_tenant()) OR (SELECT app_scope()) IN ('operator', 'auth'));
CREATE POLICY operator_writes ON tenant FOR ALL USING ((SELECT app_scope()) = 'operator');

-- The sign-in scope finds the workspaces of an account, and accepts an invitation into one.
CREATE POLICY sign_in ON membership FOR ALL USING ((SELECT app_scope()) = 'auth');
CREATE POLICY sign_in ON invitation FOR ALL USING ((SELECT app_scope()) = 'auth');

ALTER TABLE account ENABLE ROW LEVEL SECURITY;
ALTER TABLE account FORCE ROW LEVEL SECURITY;
CREATE POLICY colleagues ON account FOR SELECT USING (
  (SELECT app_scope()) IN ('operator', 'auth')
  OR EXISTS (SELECT 1 FROM membership m WHERE m.account_id = account.id AND m.tenant_id = (SELECT app_tenant())));
CREATE POLICY platform_writes ON account FOR ALL USING ((SELECT app_scope()) IN ('operator', 'auth'));

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['account_credential', 'operator_member', 'session', 'audit_log', 'legal_entity', 'pbx_node',
                           'trunk', 'seat', 'operator_do_not_call', 'cel']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
  END LOOP;
END $$;
CREATE POLICY sign_in ON account_credential USING ((SELECT app_scope()) = 'auth');
CREATE POLICY sign_in ON operator_member USING ((SELECT app_scope()) IN ('auth', 'operator'));
CREATE POLICY sign_in ON session USING ((SELECT app_scope()) IN ('auth', 'operator'));
CREATE POLICY own_audit ON audit_log FOR SELECT USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = 'operator');
CREATE POLICY write_audit ON audit_log FOR INSERT WITH CHECK (
  tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) IN ('operator', 'auth'));
CREATE POLICY operator_only ON legal_entity USING ((SELECT app_scope()) = 'operator');
-- A client sees the company it has a contract with.
CREATE POLICY counterparty ON legal_entity FOR SELECT USING (
  EXISTS (SELECT 1 FROM contract c WHERE c.legal_entity_id = legal_entity.id AND c.tenant_id = (SELECT app_tenant())));
CREATE POLICY operator_only ON pbx_node USING ((SELECT app_scope()) = 'operator');
-- A tenant's own transactions see the nodes it is attached to: to place an agent, and to hold each write of a call
-- against the fence of the node's lease. The node's password in it is sealed.
CREATE POLICY attached ON pbx_node FOR SELECT USING (
  EXISTS (SELECT 1 FROM attachment a WHERE a.node_id = pbx_node.id AND a.tenant_id = (SELECT app_tenant())));
CREATE POLICY read_all ON trunk FOR SELECT USING (true);
CREATE POLICY operator_writes ON trunk USING ((SELECT app_scope()) = 'operator');
CREATE POLICY read_all ON seat FOR SELECT USING (true);
CREATE POLICY operator_writes ON seat USING ((SELECT app_scope()) = 'operator');
CREATE POLICY read_all ON operator_do_not_call FOR SELECT USING (true);
CREATE POLICY operator_writes ON operator_do_not_call USING ((SELECT app_scope()) = 'operator');
CREATE POLICY pbx_writes ON cel FOR INSERT TO callbay_cel WITH CHECK (true);
CREATE POLICY operator_reads ON cel USING ((SELECT app_scope()) = 'operator');

-- Least privilege: the application neither owns nor bypasses; facts are insert-only.
GRANT USAGE ON SCHEMA public TO callbay_app, callbay_cel;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO callbay_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO callbay_app;
REVOKE INSERT, UPDATE, DELETE ON cel FROM callbay_app;
REVOKE UPDATE, DELETE ON audit_log, call_event, usage_record, charge_usage, operator_member FROM callbay_app;
GRANT DELETE ON charge_usage TO callbay_app; -- a draft is rated anew; the trigger below guards finalised ones
GRANT UPDATE, DELETE ON operator_member TO callbay_app;
GRANT INSERT ON cel TO callbay_cel;
GRANT USAGE ON SEQUENCE cel_id_seq TO callbay_cel;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'IMMUTABLE: rows of % are facts and never change', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON call_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON usage_record FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_finalised_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'finalised' THEN
    RAISE EXCEPTION 'IMMUTABLE: invoice % is finalised', OLD.number USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER immutable_when_finalised BEFORE UPDATE OR DELETE ON invoice
  FOR EACH ROW EXECUTE FUNCTION refuse_finalised_invoice();

CREATE FUNCTION refuse_finalised_charge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE row_tenant uuid; row_invoice uuid;
BEGIN
  IF TG_TABLE_NAME = 'charge' THEN
    row_tenant := CASE WHEN TG_OP = 'INSERT' THEN NEW.tenant_id ELSE OLD.tenant_id END;
    row_invoice := CASE WHEN TG_OP = 'INSERT' THEN NEW.invoice_id ELSE OLD.invoice_id END;
  ELSE
    row_tenant := CASE WHEN TG_OP = 'INSERT' THEN NEW.tenant_id ELSE OLD.tenant_id END;
    SELECT c.invoice_id INTO row_invoice FROM charge c
      WHERE c.tenant_id = row_tenant AND c.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.charge_id ELSE OLD.charge_id END;
  END IF;
  IF EXISTS (SELECT 1 FROM invoice i WHERE i.tenant_id = row_tenant AND i.id = row_invoice AND i.state = 'finalised') THEN
    RAISE EXCEPTION 'IMMUTABLE: the invoice of this charge is finalised' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER immutable_when_finalised BEFORE INSERT OR UPDATE OR DELETE ON charge
  FOR EACH ROW EXECUTE FUNCTION refuse_finalised_charge();
CREATE TRIGGER immutable_when_finalised BEFORE INSERT OR UPDATE OR DELETE ON charge_usage
  FOR EACH ROW EXECUTE FUNCTION refuse_finalised_charge();

-- One tenant on a seat at a time; one open duty session per person and per seat; intervals never overlap.
ALTER TABLE seat_lease ADD CONSTRAINT seat_leased_once
  EXCLUDE USING gist (seat_id WITH =, tstzrange(starts_at, ends_at) WITH &&);

-- A tenant cannot see whose lease makes a seat taken: this one question is answered in the operator's scope, which
-- ends with the function, and tells nothing but free seats. Each seat is locked first and looked at after, in a new
-- snapshot: a lease that was committed between the two is seen.
CREATE FUNCTION take_free_seats(wanted integer, must_record boolean, at timestamptz, but_not uuid[])
RETURNS TABLE (id uuid, label text, location text, recording_capable boolean)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE candidate record; caller_scope text := current_setting('app.scope', true);
BEGIN
  PERFORM set_config('app.scope', 'operator', true);
  FOR candidate IN
    SELECT s.id, s.label, s.location, s.recording_capable FROM seat s
    WHERE s.retired_at IS NULL AND (s.recording_capable OR NOT must_record) AND s.id <> ALL (but_not)
      AND NOT EXISTS (SELECT 1 FROM seat_lease l WHERE l.seat_id = s.id AND (l.ends_at IS NULL OR l.ends_at > at))
    ORDER BY s.label COLLATE "C" LIMIT wanted
    FOR UPDATE OF s SKIP LOCKED
  LOOP
    IF NOT EXISTS (SELECT 1 FROM seat_lease l
                   WHERE l.seat_id = candidate.id AND (l.ends_at IS NULL OR l.ends_at > at)) THEN
      RETURN QUERY SELECT candidate.id, candidate.label, candidate.location, candidate.recording_capable;
    END IF;
  END LOOP;
  PERFORM set_config('app.scope', COALESCE(caller_scope, ''), true);
END $$;

CREATE UNIQUE INDEX duty_session_open_person ON duty_session (tenant_id, membership_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX duty_session_open_seat ON duty_session (tenant_id, seat_lease_id) WHERE ended_at IS NULL;
ALTER TABLE duty_interval ADD CONSTRAINT duty_intervals_apart
  EXCLUDE USING gist (tenant_id WITH =, duty_session_id WITH =, tstzrange(started_at, ended_at) WITH &&);
CREATE UNIQUE INDEX do_not_call_once ON do_not_call (tenant_id, phone, campaign_id) NULLS NOT DISTINCT;
ALTER TABLE invoice ADD CONSTRAINT invoice_periods_apart
  EXCLUDE USING gist (tenant_id WITH =, contract_id WITH =, daterange(period_from, period_to) WITH &&);
CREATE UNIQUE INDEX invoice_number_once ON invoice (legal_entity_id, number) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX contract_version_day ON contract_version (tenant_id, contract_id, effective_from);

-- One live attempt per contact and campaign: two dial loops can never reserve the same contact.
CREATE UNIQUE INDEX attempt_live_once ON attempt (tenant_id, campaign_id, contact_id)
  WHERE state NOT IN ('ended', 'released');

-- What the dial loop asks twice a second. Partial indexes, because row-level security lets no condition into an index
-- whose operator is not leakproof, and equality of enums is not: (tenant, campaign, state, time) would be read by
-- tenant and campaign alone, all of a million contacts. The predicate of an index is free of that, so queries must
-- repeat it word for word.
CREATE INDEX campaign_contact_retry ON campaign_contact (tenant_id, campaign_id, next_attempt_at)
  WHERE state = 'ready' AND attempts > 0;
CREATE INDEX campaign_contact_fresh ON campaign_contact (tenant_id, campaign_id, next_attempt_at)
  WHERE state = 'ready' AND attempts = 0;
CREATE INDEX campaign_contact_reserved ON campaign_contact (tenant_id, campaign_id) WHERE state = 'reserved';
CREATE INDEX attempt_unclaimed ON attempt (reserved_at) WHERE state = 'reserved';
CREATE INDEX attempt_live_node ON attempt (node_id) WHERE state NOT IN ('ended', 'released');

-- How full the nodes and trunks are over which the tenant of this transaction may dial: counts over all tenants, and
-- nothing else of the others. It reads in the operator's scope and leaves in the caller's. A clause `SET app.scope` would
-- be shorter, but only a superuser may write one for a setting that no module has declared.
CREATE FUNCTION line_capacity() RETURNS TABLE (
  node_id uuid, trunk_id uuid, priority int, trunk_max int, trunk_in_use int, node_max int, node_in_use int,
  guaranteed int, burst int, own_in_use int, others_unused int)
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
    SELECT a.node_id, a.tenant_id, a.guaranteed_channels AS guaranteed, a.burst_channels AS burst,
           COALESCE((SELECT sum(l.channels)::int FROM live l
                     WHERE l.node_id = a.node_id AND l.tenant_id = a.tenant_id), 0) AS in_use
    FROM attachment a WHERE a.node_id IN (SELECT id FROM nodes)
  )
  SELECT n.id, t.id, t.priority, t.max_channels,
         COALESCE((SELECT sum(l.channels)::int FROM live l WHERE l.trunk_id = t.id), 0),
         n.max_channels,
         COALESCE((SELECT sum(l.channels)::int FROM live l WHERE l.node_id = n.id), 0)
           + COALESCE((SELECT g.channels FROM agents g WHERE g.node_id = n.id), 0),
         own.guaranteed, own.burst, own.in_use,
         COALESCE((SELECT sum(GREATEST(0, h.guaranteed - h.in_use))::int FROM held h
                   WHERE h.node_id = n.id AND h.tenant_id <> app_tenant()), 0)
  FROM nodes n
  JOIN held own ON own.node_id = n.id AND own.tenant_id = app_tenant()
  JOIN trunk t ON t.node_id = n.id AND t.enabled;
  PERFORM set_config('app.scope', COALESCE(caller_scope, ''), true);
END $$;

ALTER TABLE call ADD CONSTRAINT talk_not_negative CHECK (talk_ms >= 0 AND hold_ms >= 0);
ALTER TABLE call ADD CONSTRAINT talk_in_order CHECK (parted_at IS NULL OR joined_at IS NULL OR parted_at >= joined_at);
