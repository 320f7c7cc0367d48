-- Recordings: where they lie, what they are searched by, what holds them; and the judging of conversations.

ALTER TABLE "recording" ADD COLUMN "store" TEXT NOT NULL DEFAULT 'disk',
  ADD COLUMN "campaign_id" UUID,
  ADD COLUMN "membership_id" UUID,
  ADD COLUMN "disposition_id" UUID,
  ADD COLUMN "phone" TEXT,
  ADD COLUMN "phone_tail" TEXT;
ALTER TABLE "success" ADD COLUMN "accepted_at" TIMESTAMPTZ(3),
  ADD COLUMN "accepted_by" TEXT;

CREATE TABLE "recording_wave" (
    "tenant_id" UUID NOT NULL,
    "recording_id" UUID NOT NULL,
    "channels" INTEGER NOT NULL,
    "peaks" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recording_wave_pkey" PRIMARY KEY ("tenant_id","recording_id")
);
CREATE TABLE "recording_note" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "recording_id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "at_ms" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recording_note_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "recording_policy" (
    "tenant_id" UUID NOT NULL,
    "days" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "recording_policy_pkey" PRIMARY KEY ("tenant_id")
);
CREATE TABLE "legal_hold" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "recording_id" UUID,
    "call_id" UUID,
    "campaign_id" UUID,
    "contact_id" UUID,
    "reason" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "placed_by" TEXT NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" TEXT,
    "lift_reason" TEXT,

    CONSTRAINT "legal_hold_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "scorecard" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scorecard_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "scorecard_version" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "scorecard_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "form" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "scorecard_version_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "assessment" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "reviewer_id" UUID NOT NULL,
    "agent_id" UUID,
    "calibration_id" UUID,
    "answers" JSONB NOT NULL DEFAULT '{}',
    "score_bp" INTEGER,
    "is_fatal" BOOLEAN NOT NULL DEFAULT false,
    "comment" TEXT NOT NULL DEFAULT '',
    "coaching" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "agent_answer" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "assessment_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "quality_sample" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version_id" UUID NOT NULL,
    "seed" TEXT NOT NULL,
    "criteria" JSONB NOT NULL,
    "out_of" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "quality_sample_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "quality_task" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "sample_id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "agent_id" UUID,
    "position" INTEGER NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "quality_task_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "calibration" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "call_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "calibration_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE TABLE "calibration_reviewer" (
    "tenant_id" UUID NOT NULL,
    "calibration_id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,

    CONSTRAINT "calibration_reviewer_pkey" PRIMARY KEY ("tenant_id","calibration_id","membership_id")
);
CREATE INDEX "recording_note_tenant_id_recording_id_at_ms_idx" ON "recording_note"("tenant_id", "recording_id", "at_ms");
CREATE INDEX "legal_hold_tenant_id_placed_at_idx" ON "legal_hold"("tenant_id", "placed_at");
CREATE UNIQUE INDEX "scorecard_tenant_id_name_key" ON "scorecard"("tenant_id", "name");
CREATE UNIQUE INDEX "scorecard_version_tenant_id_scorecard_id_version_key" ON "scorecard_version"("tenant_id", "scorecard_id", "version");
CREATE INDEX "assessment_tenant_id_call_id_idx" ON "assessment"("tenant_id", "call_id");
CREATE INDEX "assessment_tenant_id_agent_id_submitted_at_idx" ON "assessment"("tenant_id", "agent_id", "submitted_at");
CREATE INDEX "assessment_tenant_id_submitted_at_idx" ON "assessment"("tenant_id", "submitted_at");
CREATE UNIQUE INDEX "quality_task_tenant_id_sample_id_call_id_key" ON "quality_task"("tenant_id", "sample_id", "call_id");
ALTER TABLE "recording_wave" ADD CONSTRAINT "recording_wave_tenant_id_recording_id_fkey" FOREIGN KEY ("tenant_id", "recording_id") REFERENCES "recording"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "recording_note" ADD CONSTRAINT "recording_note_tenant_id_recording_id_fkey" FOREIGN KEY ("tenant_id", "recording_id") REFERENCES "recording"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "recording_note" ADD CONSTRAINT "recording_note_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "legal_hold" ADD CONSTRAINT "legal_hold_tenant_id_recording_id_fkey" FOREIGN KEY ("tenant_id", "recording_id") REFERENCES "recording"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "legal_hold" ADD CONSTRAINT "legal_hold_tenant_id_call_id_fkey" FOREIGN KEY ("tenant_id", "call_id") REFERENCES "call"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "legal_hold" ADD CONSTRAINT "legal_hold_tenant_id_campaign_id_fkey" FOREIGN KEY ("tenant_id", "campaign_id") REFERENCES "campaign"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "legal_hold" ADD CONSTRAINT "legal_hold_tenant_id_contact_id_fkey" FOREIGN KEY ("tenant_id", "contact_id") REFERENCES "contact"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "scorecard_version" ADD CONSTRAINT "scorecard_version_tenant_id_scorecard_id_fkey" FOREIGN KEY ("tenant_id", "scorecard_id") REFERENCES "scorecard"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_tenant_id_call_id_fkey" FOREIGN KEY ("tenant_id", "call_id") REFERENCES "call"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_tenant_id_version_id_fkey" FOREIGN KEY ("tenant_id", "version_id") REFERENCES "scorecard_version"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_tenant_id_reviewer_id_fkey" FOREIGN KEY ("tenant_id", "reviewer_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "assessment" ADD CONSTRAINT "assessment_tenant_id_calibration_id_fkey" FOREIGN KEY ("tenant_id", "calibration_id") REFERENCES "calibration"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "quality_sample" ADD CONSTRAINT "quality_sample_tenant_id_version_id_fkey" FOREIGN KEY ("tenant_id", "version_id") REFERENCES "scorecard_version"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "quality_task" ADD CONSTRAINT "quality_task_tenant_id_sample_id_fkey" FOREIGN KEY ("tenant_id", "sample_id") REFERENCES "quality_sample"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "quality_task" ADD CONSTRAINT "quality_task_tenant_id_call_id_fkey" FOREIGN KEY ("tenant_id", "call_id") REFERENCES "call"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "calibration" ADD CONSTRAINT "calibration_tenant_id_call_id_fkey" FOREIGN KEY ("tenant_id", "call_id") REFERENCES "call"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "calibration" ADD CONSTRAINT "calibration_tenant_id_version_id_fkey" FOREIGN KEY ("tenant_id", "version_id") REFERENCES "scorecard_version"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "calibration_reviewer" ADD CONSTRAINT "calibration_reviewer_tenant_id_calibration_id_fkey" FOREIGN KEY ("tenant_id", "calibration_id") REFERENCES "calibration"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "calibration_reviewer" ADD CONSTRAINT "calibration_reviewer_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------- isolation
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['recording_wave', 'recording_note', 'recording_policy', 'legal_hold', 'scorecard',
                           'scorecard_version', 'assessment', 'quality_sample', 'quality_task', 'calibration',
                           'calibration_reviewer']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_rows ON %I USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = ''operator'')', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON recording_wave, recording_note, recording_policy, legal_hold, scorecard,
  scorecard_version, assessment, quality_sample, quality_task, calibration, calibration_reviewer TO callbay_app;

-- ---------------------------------------------------------------- searching recordings
-- A recording carries what it is searched by, so that a page of a search is one walk along one index.
SELECT set_config('app.scope', 'operator', true);
UPDATE recording r SET campaign_id = c.campaign_id, membership_id = c.membership_id, disposition_id = c.disposition_id,
  phone = c.phone, phone_tail = right(c.phone, 4)
FROM call c WHERE c.tenant_id = r.tenant_id AND c.id = r.call_id;
SELECT set_config('app.scope', '', true);

CREATE FUNCTION recording_of_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT c.campaign_id, c.membership_id, c.disposition_id, c.phone, right(c.phone, 4)
    INTO NEW.campaign_id, NEW.membership_id, NEW.disposition_id, NEW.phone, NEW.phone_tail
    FROM call c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.call_id;
  RETURN NEW;
END $$;
CREATE TRIGGER recording_of_call BEFORE INSERT ON recording FOR EACH ROW EXECUTE FUNCTION recording_of_call();

CREATE FUNCTION recording_follows_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE recording SET campaign_id = NEW.campaign_id, membership_id = NEW.membership_id,
    disposition_id = NEW.disposition_id, phone = NEW.phone, phone_tail = right(NEW.phone, 4)
  WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER recording_follows_call AFTER UPDATE ON call FOR EACH ROW
  WHEN ((OLD.campaign_id, OLD.membership_id, OLD.disposition_id, OLD.phone)
        IS DISTINCT FROM (NEW.campaign_id, NEW.membership_id, NEW.disposition_id, NEW.phone))
  EXECUTE FUNCTION recording_follows_call();

CREATE INDEX recording_of_campaign ON recording (tenant_id, campaign_id, started_at, id) WHERE state = 'stored';
CREATE INDEX recording_of_agent ON recording (tenant_id, membership_id, started_at, id) WHERE state = 'stored';
CREATE INDEX recording_of_disposition ON recording (tenant_id, disposition_id, started_at, id) WHERE state = 'stored';
CREATE INDEX recording_of_phone ON recording (tenant_id, phone, started_at, id) WHERE state = 'stored';
CREATE INDEX recording_of_tail ON recording (tenant_id, phone_tail, started_at, id) WHERE state = 'stored';
-- Deleted, and its file has still to go.
CREATE INDEX recording_to_remove ON recording (tenant_id, id) WHERE state = 'deleted' AND storage_key IS NOT NULL;
-- On its way from one store to another.
CREATE INDEX recording_on_disk ON recording (tenant_id, id) WHERE state = 'stored' AND store = 'disk';
ALTER TABLE recording ADD CONSTRAINT recording_store CHECK (store IN ('disk', 's3'));
ALTER TABLE recording_note ADD CONSTRAINT recording_note_time CHECK (at_ms >= 0);
ALTER TABLE recording_policy ADD CONSTRAINT recording_policy_days CHECK (days > 0);

-- ---------------------------------------------------------------- legal hold
ALTER TABLE legal_hold ADD CONSTRAINT legal_hold_of_one
  CHECK (num_nonnulls(recording_id, call_id, campaign_id, contact_id) = 1);
CREATE UNIQUE INDEX legal_hold_once ON legal_hold (tenant_id, COALESCE(recording_id, call_id, campaign_id, contact_id))
  WHERE lifted_at IS NULL;

CREATE FUNCTION recording_is_held(tenant uuid, recording_id uuid, of_call uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM legal_hold h JOIN call c ON c.tenant_id = tenant AND c.id = of_call
    WHERE h.tenant_id = tenant AND h.lifted_at IS NULL
      AND (h.recording_id = recording_is_held.recording_id OR h.call_id = c.id OR h.campaign_id = c.campaign_id
           OR h.contact_id = c.contact_id))
$$;

-- The last word, whatever deletes: retention, the removal of a client, a mistake. Whoever deletes and whoever places a
-- hold wait for each other, so that no hold comes between the looking and the deleting.
CREATE FUNCTION refuse_held_recording() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('legal-hold:' || OLD.tenant_id, 0));
  IF recording_is_held(OLD.tenant_id, OLD.id, OLD.call_id) THEN
    RAISE EXCEPTION 'recording % is under a legal hold', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recording_held_state BEFORE UPDATE ON recording FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state = 'deleted'
        OR OLD.storage_key IS NOT NULL AND NEW.storage_key IS NULL AND OLD.state <> 'deleted')
  EXECUTE FUNCTION refuse_held_recording();
CREATE TRIGGER recording_held_row BEFORE DELETE ON recording FOR EACH ROW EXECUTE FUNCTION refuse_held_recording();

CREATE FUNCTION wait_for_deletions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('legal-hold:' || NEW.tenant_id, 0));
  RETURN NEW;
END $$;
CREATE TRIGGER legal_hold_waits BEFORE INSERT ON legal_hold FOR EACH ROW EXECUTE FUNCTION wait_for_deletions();

-- A hold is placed and lifted; it is neither rewritten nor removed.
CREATE FUNCTION refuse_hold_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.lifted_at IS NULL THEN
    RAISE EXCEPTION 'legal hold % has not been lifted', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF OLD.lifted_at IS NOT NULL OR (OLD.recording_id, OLD.call_id, OLD.campaign_id, OLD.contact_id, OLD.reason, OLD.placed_at, OLD.placed_by)
     IS DISTINCT FROM (NEW.recording_id, NEW.call_id, NEW.campaign_id, NEW.contact_id, NEW.reason, NEW.placed_at, NEW.placed_by) THEN
    RAISE EXCEPTION 'a legal hold is not rewritten' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER legal_hold_kept BEFORE UPDATE OR DELETE ON legal_hold FOR EACH ROW EXECUTE FUNCTION refuse_hold_change();

-- ---------------------------------------------------------------- quality
CREATE UNIQUE INDEX assessment_once ON assessment (tenant_id, call_id, version_id, reviewer_id, calibration_id) NULLS NOT DISTINCT;
CREATE INDEX quality_task_open ON quality_task (tenant_id, sample_id, position) WHERE done_at IS NULL;
ALTER TABLE assessment ADD CONSTRAINT assessment_score CHECK (score_bp BETWEEN 0 AND 10000);
ALTER TABLE success ADD CONSTRAINT success_one_word CHECK (accepted_at IS NULL OR rejected_at IS NULL);

-- A published version, and what was submitted, stay as they were; of a judgement the agent's word may be added.
CREATE FUNCTION refuse_quality_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'scorecard_version' THEN
    RAISE EXCEPTION 'a version of a scorecard is not changed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.submitted_at IS NOT NULL
     AND (OLD.answers, OLD.score_bp, OLD.is_fatal, OLD.comment, OLD.coaching, OLD.submitted_at, OLD.version_id, OLD.call_id)
     IS DISTINCT FROM (NEW.answers, NEW.score_bp, NEW.is_fatal, NEW.comment, NEW.coaching, NEW.submitted_at, NEW.version_id, NEW.call_id) THEN
    RAISE EXCEPTION 'a submitted assessment is not changed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER scorecard_version_kept BEFORE UPDATE ON scorecard_version FOR EACH ROW EXECUTE FUNCTION refuse_quality_change();
CREATE TRIGGER assessment_kept BEFORE UPDATE ON assessment FOR EACH ROW EXECUTE FUNCTION refuse_quality_change();
