-- ---------------------------------------------------------------- sign-in by a company's own identity provider
-- Who is new comes by an invitation: nobody joins by an address alone.
ALTER TABLE "oidc_provider" DROP COLUMN "join_role";
ALTER TABLE "oidc_provider" ADD COLUMN "only" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "vouches_second_factor" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "oidc_provider" ADD CONSTRAINT "oidc_provider_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------- what the probes of the platform said, for a day
CREATE TABLE "health_probe" (
    "part" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "detail" TEXT,

    CONSTRAINT "health_probe_pkey" PRIMARY KEY ("part","at")
);
CREATE INDEX "health_probe_at_idx" ON "health_probe"("at");
ALTER TABLE "health_probe" ADD CONSTRAINT "health_probe_status" CHECK ("status" IN ('ok', 'degraded', 'down'));
ALTER TABLE "health_probe" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "health_probe" FORCE ROW LEVEL SECURITY;
CREATE POLICY operator_rows ON "health_probe" USING ((SELECT app_scope()) = 'operator');
GRANT SELECT, INSERT, DELETE ON "health_probe" TO callbay_app;
