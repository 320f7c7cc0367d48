-- Files that are looked at before they are read, workbooks among them; campaigns that start and stop by the clock.

ALTER TYPE "import_state" ADD VALUE 'uploaded' BEFORE 'queued';
ALTER TABLE "contact_import" ADD COLUMN "reading" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "contact_list" ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "campaign" ADD COLUMN "schedule" JSONB;
CREATE TABLE "column_memory" (
    "tenant_id" UUID NOT NULL,
    "header_hash" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "column_memory_pkey" PRIMARY KEY ("tenant_id","header_hash")
);

ALTER TABLE "column_memory" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "column_memory" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON "column_memory"
  USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = 'operator');
GRANT SELECT, INSERT, UPDATE, DELETE ON column_memory TO callbay_app;
