-- What agents can do and how well, and which contacts come first: what a call is routed by.

CREATE TABLE "skill" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "skill_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "skill_name" ON "skill" ("tenant_id", lower("name"));
CREATE TABLE "membership_skill" (
    "tenant_id" UUID NOT NULL,
    "membership_id" UUID NOT NULL,
    "skill_id" UUID NOT NULL,
    "level" SMALLINT NOT NULL,

    CONSTRAINT "membership_skill_pkey" PRIMARY KEY ("tenant_id","membership_id","skill_id"),
    CONSTRAINT "membership_skill_level" CHECK ("level" BETWEEN 1 AND 5)
);
CREATE INDEX "membership_skill_tenant_id_skill_id_idx" ON "membership_skill"("tenant_id", "skill_id");
ALTER TABLE "membership_skill" ADD CONSTRAINT "membership_skill_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "membership_skill" ADD CONSTRAINT "membership_skill_tenant_id_skill_id_fkey" FOREIGN KEY ("tenant_id", "skill_id") REFERENCES "skill"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "contact" ADD COLUMN "vip" BOOLEAN NOT NULL DEFAULT false;

-- How far each agent of a queue goes before the others; empty: all alike.
ALTER TABLE "call_transfer" ADD COLUMN "levels" INTEGER[] NOT NULL DEFAULT '{}';

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['skill', 'membership_skill']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_rows ON %I USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = ''operator'')', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON skill, membership_skill TO callbay_app;
