-- Contracts in full, the month, the ledger, payment.

ALTER TYPE "invoice_state" ADD VALUE 'in_review' BEFORE 'finalised';

ALTER TABLE "legal_entity"
  ADD COLUMN "country" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "city" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "postal_code" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "email" TEXT,
  ADD COLUMN "iban" TEXT,
  ADD COLUMN "bic" TEXT,
  ADD COLUMN "endpoint_scheme" TEXT,
  ADD COLUMN "endpoint_id" TEXT,
  ADD COLUMN "logo_png" BYTEA;

ALTER TABLE "tenant"
  ADD COLUMN "city" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "postal_code" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "billing_email" TEXT,
  ADD COLUMN "endpoint_scheme" TEXT,
  ADD COLUMN "endpoint_id" TEXT;

ALTER TABLE "phone_number"
  ADD COLUMN "released_at" TIMESTAMPTZ(3);

ALTER TABLE "contract_version"
  ADD COLUMN "tax_mode" TEXT NOT NULL DEFAULT 'exclusive',
  ADD COLUMN "tax_category" TEXT,
  ADD COLUMN "tax_note" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "review_days" INTEGER NOT NULL DEFAULT 5,
  ADD COLUMN "auto_charge" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "adjustments" JSONB NOT NULL DEFAULT '[]';

ALTER TABLE "price_component"
  ADD COLUMN "rate_table_id" UUID;

ALTER TABLE "usage_record"
  ADD COLUMN "reverses_id" UUID;

ALTER TABLE "charge"
  ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'usage',
  ADD COLUMN "month" TEXT,
  ADD COLUMN "metered" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "reason" TEXT;

ALTER TABLE "invoice"
  ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'invoice',
  ADD COLUMN "corrects_id" UUID,
  ADD COLUMN "tax_inclusive" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "review_since" TIMESTAMPTZ(3),
  ADD COLUMN "review_due_on" DATE,
  ADD COLUMN "accepted_at" TIMESTAMPTZ(3),
  ADD COLUMN "accepted_by" TEXT,
  ADD COLUMN "auto_charge" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "invoice_settlement" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "paid_minor" BIGINT NOT NULL DEFAULT 0,
    "credited_minor" BIGINT NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "reminders" INTEGER NOT NULL DEFAULT 0,
    "settled_at" TIMESTAMPTZ(3),
    "charge_attempts" INTEGER NOT NULL DEFAULT 0,
    "next_charge_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_settlement_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "dispute" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "charge_id" UUID NOT NULL,
    "usage_id" UUID,
    "call_id" UUID,
    "comment" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by" TEXT NOT NULL,
    "resolution" TEXT,
    "reason" TEXT,
    "amount_minor" BIGINT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "contract_credit" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "applied_minor" BIGINT NOT NULL DEFAULT 0,
    "reason" TEXT NOT NULL,
    "invoice_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "contract_credit_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "success" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "contact_id" UUID,
    "membership_id" UUID,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "currency" TEXT,
    "order_value_minor" BIGINT,
    "order_cost_minor" BIGINT,
    "rejected_at" TIMESTAMPTZ(3),
    "rejected_by" TEXT,
    "rejected_reason" TEXT,

    CONSTRAINT "success_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "agent_clock" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_clock_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "rate_table" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "row_count" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "csv" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rate_table_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "cost_sheet" (
    "id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "effective_from" DATE NOT NULL,
    "components" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "cost_sheet_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ledger_transaction" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "source_key" TEXT NOT NULL,
    "contract_id" UUID,
    "invoice_id" UUID,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "booked_on" DATE NOT NULL,
    "memo" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_transaction_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "ledger_entry" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "transaction_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "campaign_id" UUID,
    "charge_id" UUID,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "payment" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "invoice_id" UUID,
    "provider" TEXT NOT NULL,
    "provider_ref" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "failure_code" TEXT,
    "method" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "payment_customer" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "customer_ref" TEXT NOT NULL,
    "method_ref" TEXT,
    "method" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_customer_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "webhook_event" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "event_ref" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "payload" JSONB NOT NULL,

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "bank_statement" (
    "id" UUID NOT NULL,
    "legal_entity_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,
    "imported_by" TEXT NOT NULL,

    CONSTRAINT "bank_statement_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "bank_statement_line" (
    "id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "legal_entity_id" UUID NOT NULL,
    "bank_ref" TEXT NOT NULL,
    "booked_on" DATE NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "counterparty" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL,
    "why" TEXT NOT NULL DEFAULT '',
    "matched_tenant" UUID,
    "payment_id" UUID,

    CONSTRAINT "bank_statement_line_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "mail" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "source_key" TEXT NOT NULL,
    "recipients" TEXT[],
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "attachments" JSONB NOT NULL DEFAULT '[]',
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "mail_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE INDEX "dispute_tenant_id_invoice_id_idx" ON "dispute"("tenant_id", "invoice_id");

CREATE INDEX "contract_credit_tenant_id_contract_id_idx" ON "contract_credit"("tenant_id", "contract_id");

CREATE INDEX "success_tenant_id_campaign_id_occurred_at_idx" ON "success"("tenant_id", "campaign_id", "occurred_at");

CREATE UNIQUE INDEX "rate_table_name_key" ON "rate_table"("name");

CREATE UNIQUE INDEX "cost_sheet_currency_effective_from_key" ON "cost_sheet"("currency", "effective_from");

CREATE INDEX "ledger_transaction_tenant_id_booked_on_idx" ON "ledger_transaction"("tenant_id", "booked_on");

CREATE UNIQUE INDEX "ledger_transaction_tenant_id_kind_source_key_key" ON "ledger_transaction"("tenant_id", "kind", "source_key");

CREATE INDEX "ledger_entry_tenant_id_transaction_id_idx" ON "ledger_entry"("tenant_id", "transaction_id");

CREATE INDEX "ledger_entry_tenant_id_account_idx" ON "ledger_entry"("tenant_id", "account");

CREATE INDEX "payment_tenant_id_invoice_id_idx" ON "payment"("tenant_id", "invoice_id");

CREATE UNIQUE INDEX "payment_tenant_id_provider_provider_ref_key" ON "payment"("tenant_id", "provider", "provider_ref");

CREATE UNIQUE INDEX "payment_customer_tenant_id_provider_key" ON "payment_customer"("tenant_id", "provider");

CREATE UNIQUE INDEX "payment_customer_tenant_id_provider_customer_ref_key" ON "payment_customer"("tenant_id", "provider", "customer_ref");

CREATE UNIQUE INDEX "webhook_event_provider_event_ref_key" ON "webhook_event"("provider", "event_ref");

CREATE UNIQUE INDEX "bank_statement_legal_entity_id_sha256_key" ON "bank_statement"("legal_entity_id", "sha256");

CREATE UNIQUE INDEX "bank_statement_line_legal_entity_id_bank_ref_key" ON "bank_statement_line"("legal_entity_id", "bank_ref");

CREATE UNIQUE INDEX "mail_tenant_id_kind_source_key_key" ON "mail"("tenant_id", "kind", "source_key");

ALTER TABLE "price_component" ADD CONSTRAINT "price_component_rate_table_id_fkey" FOREIGN KEY ("rate_table_id") REFERENCES "rate_table"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "usage_record" ADD CONSTRAINT "usage_record_tenant_id_reverses_id_fkey" FOREIGN KEY ("tenant_id", "reverses_id") REFERENCES "usage_record"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "invoice" ADD CONSTRAINT "invoice_tenant_id_corrects_id_fkey" FOREIGN KEY ("tenant_id", "corrects_id") REFERENCES "invoice"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "invoice_settlement" ADD CONSTRAINT "invoice_settlement_tenant_id_id_fkey" FOREIGN KEY ("tenant_id", "id") REFERENCES "invoice"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "dispute" ADD CONSTRAINT "dispute_tenant_id_invoice_id_fkey" FOREIGN KEY ("tenant_id", "invoice_id") REFERENCES "invoice"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "dispute" ADD CONSTRAINT "dispute_tenant_id_charge_id_fkey" FOREIGN KEY ("tenant_id", "charge_id") REFERENCES "charge"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "contract_credit" ADD CONSTRAINT "contract_credit_tenant_id_contract_id_fkey" FOREIGN KEY ("tenant_id", "contract_id") REFERENCES "contract"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "contract_credit" ADD CONSTRAINT "contract_credit_tenant_id_invoice_id_fkey" FOREIGN KEY ("tenant_id", "invoice_id") REFERENCES "invoice"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "success" ADD CONSTRAINT "success_tenant_id_id_fkey" FOREIGN KEY ("tenant_id", "id") REFERENCES "call"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_tenant_id_transaction_id_fkey" FOREIGN KEY ("tenant_id", "transaction_id") REFERENCES "ledger_transaction"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "payment" ADD CONSTRAINT "payment_tenant_id_invoice_id_fkey" FOREIGN KEY ("tenant_id", "invoice_id") REFERENCES "invoice"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "bank_statement" ADD CONSTRAINT "bank_statement_legal_entity_id_fkey" FOREIGN KEY ("legal_entity_id") REFERENCES "legal_entity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "bank_statement_line" ADD CONSTRAINT "bank_statement_line_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "bank_statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------
-- What Prisma cannot express: isolation, immutability, exclusion.
-- ---------------------------------------------------------------------------

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['invoice_settlement', 'dispute', 'contract_credit', 'success', 'agent_clock',
                           'ledger_transaction', 'ledger_entry', 'payment', 'payment_customer', 'mail']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format(
      'CREATE POLICY tenant_rows ON %I USING (tenant_id = (SELECT app_tenant()) OR (SELECT app_scope()) = ''operator'')', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['rate_table', 'cost_sheet', 'webhook_event', 'bank_statement', 'bank_statement_line']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY operator_only ON %I USING ((SELECT app_scope()) = ''operator'')', t);
  END LOOP;
END $$;
-- A client sees the price lists that its own contracts name.
CREATE POLICY own_prices ON rate_table FOR SELECT USING (
  EXISTS (SELECT 1 FROM price_component p WHERE p.rate_table_id = rate_table.id AND p.tenant_id = (SELECT app_tenant())));

GRANT SELECT, INSERT, UPDATE, DELETE ON
  invoice_settlement, dispute, contract_credit, success, agent_clock, ledger_transaction, ledger_entry, payment,
  payment_customer, mail, rate_table, cost_sheet, webhook_event, bank_statement, bank_statement_line TO callbay_app;
REVOKE UPDATE, DELETE ON ledger_transaction, ledger_entry, agent_clock, rate_table, cost_sheet, bank_statement FROM callbay_app;
REVOKE DELETE ON invoice_settlement, dispute, contract_credit, payment, webhook_event, bank_statement_line FROM callbay_app;

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON ledger_transaction FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON rate_table FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON cost_sheet FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Invariant 8. Deferred, so that the entries of a transaction may come one after the other. The sum is asked for once
-- per ledger transaction, not once per entry: the check is queued only for the first of entries that follow each
-- other, and once it has run it is queued anew.
CREATE FUNCTION first_entry(transaction_id uuid) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE touched text := pg_current_xact_id()::text || ' ' || transaction_id::text;
BEGIN
  IF current_setting('app.ledger_touched', true) = touched THEN RETURN false; END IF;
  PERFORM set_config('app.ledger_touched', touched, true);
  RETURN true;
END $$;
CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bad text;
BEGIN
  PERFORM set_config('app.ledger_touched', '', true);
  SELECT e.currency INTO bad FROM ledger_entry e
    WHERE e.tenant_id = NEW.tenant_id AND e.transaction_id = NEW.transaction_id
    GROUP BY e.currency HAVING sum(e.amount_minor) <> 0 LIMIT 1;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'UNBALANCED: ledger transaction % does not sum to zero in %', NEW.transaction_id, bad
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (first_entry(NEW.transaction_id)) EXECUTE FUNCTION refuse_unbalanced();

-- One person, one clock: time is billed to one tenant only, whoever writes first.
ALTER TABLE agent_clock ADD CONSTRAINT agent_clock_once
  EXCLUDE USING gist (account_id WITH =, tstzrange(starts_at, ends_at) WITH &&);
ALTER TABLE agent_clock ADD CONSTRAINT agent_clock_runs CHECK (ends_at > starts_at);

-- Credit notes have no period of their own.
ALTER TABLE invoice DROP CONSTRAINT invoice_periods_apart;
ALTER TABLE invoice ADD CONSTRAINT invoice_periods_apart
  EXCLUDE USING gist (tenant_id WITH =, contract_id WITH =, daterange(period_from, period_to) WITH &&)
  WHERE (kind = 'invoice');
ALTER TABLE contract_credit ADD CONSTRAINT credit_within CHECK (applied_minor >= 0 AND applied_minor <= amount_minor);

-- The month's open ends.
CREATE UNIQUE INDEX dispute_open_once ON dispute (tenant_id, charge_id, usage_id) NULLS NOT DISTINCT WHERE resolved_at IS NULL;
CREATE INDEX mail_queued ON mail (created_at) WHERE state = 'queued';
CREATE INDEX webhook_unprocessed ON webhook_event (received_at) WHERE processed_at IS NULL;

-- What banks took back from a payment, and why somebody should look at it.
ALTER TABLE payment ADD COLUMN disputed_minor BIGINT NOT NULL DEFAULT 0, ADD COLUMN flag TEXT;
ALTER TABLE payment ADD CONSTRAINT payment_within
  CHECK (refunded_minor >= 0 AND disputed_minor >= 0);
-- The provider's customer is one client's: a payment is credited by it.
CREATE UNIQUE INDEX payment_customer_once ON payment_customer (provider, customer_ref);

-- Usage is asked for what stands on it far more often than a component for all its usage, and a line is read in the
-- order of its usage: the same two indexes, the other way round.
ALTER TABLE charge_usage DROP CONSTRAINT charge_usage_pkey;
ALTER TABLE charge_usage ADD CONSTRAINT charge_usage_pkey PRIMARY KEY (tenant_id, usage_id, component_id);
DROP INDEX charge_usage_tenant_id_charge_id_idx;
CREATE INDEX charge_usage_tenant_id_charge_id_usage_id_idx ON charge_usage (tenant_id, charge_id, usage_id);

-- A month's usage is read page by page in this order.
DROP INDEX usage_record_tenant_id_contract_id_local_date_idx;
CREATE INDEX usage_record_tenant_id_contract_id_local_date_id_idx ON usage_record (tenant_id, contract_id, local_date, id);

-- A month is linked to its usage by the million, so links are checked once per statement, not three keys and a trigger
-- per row: that charge (and with it component) and usage exist, and that no finalised invoice stands on them. Usage is
-- never deleted, a component not while it has a charge, and a charge not while it has links.
ALTER TABLE charge_usage DROP CONSTRAINT charge_usage_tenant_id_charge_id_fkey;
ALTER TABLE charge_usage DROP CONSTRAINT charge_usage_tenant_id_component_id_fkey;
ALTER TABLE charge_usage DROP CONSTRAINT charge_usage_tenant_id_usage_id_fkey;
DROP TRIGGER immutable_when_finalised ON charge_usage;
-- Looked up by key: the planner would rather read all usage of all months, once per statement.
CREATE FUNCTION check_links() RETURNS trigger LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE bad record;
BEGIN
  SELECT l.charge_id, c.id, c.component_id = l.component_id AS own, i.state INTO bad
    FROM (SELECT DISTINCT tenant_id, charge_id, component_id FROM changed) l
    LEFT JOIN charge c ON c.tenant_id = l.tenant_id AND c.id = l.charge_id
    LEFT JOIN invoice i ON i.tenant_id = c.tenant_id AND i.id = c.invoice_id
    WHERE c.id IS NULL OR c.component_id IS DISTINCT FROM l.component_id OR i.state = 'finalised' LIMIT 1;
  IF bad.state = 'finalised' THEN
    RAISE EXCEPTION 'IMMUTABLE: the invoice of charge % is finalised', bad.charge_id USING ERRCODE = 'restrict_violation';
  ELSIF bad.charge_id IS NOT NULL THEN
    RAISE EXCEPTION 'charge % is not there, or of another component', bad.charge_id USING ERRCODE = 'foreign_key_violation';
  END IF;
  IF TG_OP = 'INSERT' AND EXISTS (
    SELECT 1 FROM changed l WHERE NOT EXISTS (
      SELECT 1 FROM usage_record u WHERE u.tenant_id = l.tenant_id AND u.id = l.usage_id)) THEN
    RAISE EXCEPTION 'a charge stands on usage that is not there' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER links_checked AFTER INSERT ON charge_usage
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION check_links();
CREATE TRIGGER immutable_when_finalised AFTER DELETE ON charge_usage
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION check_links();
CREATE TRIGGER immutable BEFORE UPDATE ON charge_usage FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_linked_charge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM gone g JOIN charge_usage l ON l.tenant_id = g.tenant_id AND l.charge_id = g.id) THEN
    RAISE EXCEPTION 'usage is linked to this charge' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER links_gone AFTER DELETE ON charge
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_linked_charge();

-- Charges from before lines had a month, a kind and a meter.
SELECT set_config('app.scope', 'operator', true);
ALTER TABLE charge DISABLE TRIGGER immutable_when_finalised;
UPDATE charge SET
  month = to_char(period_from, 'YYYY-MM'),
  kind = CASE WHEN description->>'key' = 'charge.perCall.base' THEN 'base' ELSE 'usage' END,
  metered = CASE WHEN unit IN ('call', 'seat_day') THEN quantity_micros / 1000000 ELSE 0 END;
ALTER TABLE charge ENABLE TRIGGER immutable_when_finalised;
SELECT set_config('app.scope', '', true);

-- Puts a person's time on the one clock that all clients share, and answers what was free of each span asked for: a
-- client cannot see for whom else a person worked. It reads in the operator's scope and leaves in the caller's; two
-- who write the same person's time come one after the other.
CREATE FUNCTION take_agent_time(of_tenant uuid, person uuid, froms timestamptz[], tos timestamptz[])
RETURNS TABLE ("position" integer, starts_at timestamptz, ends_at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
  caller_scope text := current_setting('app.scope', true);
  taken tstzmultirange;
  free tstzmultirange;
  piece tstzrange;
BEGIN
  IF COALESCE(caller_scope, '') <> 'operator' AND of_tenant IS DISTINCT FROM app_tenant() THEN
    RAISE EXCEPTION 'The clock is written for the tenant of the transaction' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('agent_clock ' || person::text, 0));
  PERFORM set_config('app.scope', 'operator', true);
  SELECT COALESCE(range_agg(tstzrange(c.starts_at, c.ends_at)), '{}') INTO taken FROM agent_clock c
    WHERE c.account_id = person AND tstzrange(c.starts_at, c.ends_at) && tstzrange(
      (SELECT min(f) FROM unnest(froms) f), (SELECT max(t) FROM unnest(tos) t));
  FOR i IN 1 .. cardinality(froms) LOOP
    CONTINUE WHEN tos[i] <= froms[i];
    free := tstzmultirange(tstzrange(froms[i], tos[i])) - taken;
    FOR piece IN SELECT unnest(free) LOOP
      INSERT INTO agent_clock (tenant_id, id, account_id, starts_at, ends_at)
        VALUES (of_tenant, gen_random_uuid(), person, lower(piece), upper(piece));
      RETURN QUERY SELECT i, lower(piece), upper(piece);
    END LOOP;
    taken := taken + free;
  END LOOP;
  PERFORM set_config('app.scope', COALESCE(caller_scope, ''), true);
END $$;

-- Periods lock. Terms under a finalised invoice are never rewritten, and none slip in before its end.
CREATE FUNCTION refuse_billed_terms() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_contract uuid; of_tenant uuid; since date;
BEGIN
  IF TG_TABLE_NAME = 'contract_version' THEN
    of_tenant := CASE WHEN TG_OP = 'INSERT' THEN NEW.tenant_id ELSE OLD.tenant_id END;
    of_contract := CASE WHEN TG_OP = 'INSERT' THEN NEW.contract_id ELSE OLD.contract_id END;
    since := CASE TG_OP WHEN 'INSERT' THEN NEW.effective_from WHEN 'DELETE' THEN OLD.effective_from
                        ELSE LEAST(OLD.effective_from, NEW.effective_from) END;
  ELSE
    of_tenant := CASE WHEN TG_OP = 'INSERT' THEN NEW.tenant_id ELSE OLD.tenant_id END;
    SELECT v.contract_id, v.effective_from INTO of_contract, since FROM contract_version v
      WHERE v.tenant_id = of_tenant
        AND v.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.contract_version_id ELSE OLD.contract_version_id END;
  END IF;
  IF EXISTS (SELECT 1 FROM invoice i WHERE i.tenant_id = of_tenant AND i.contract_id = of_contract
               AND i.kind = 'invoice' AND i.state = 'finalised' AND i.period_to > since) THEN
    RAISE EXCEPTION 'IMMUTABLE: a finalised invoice stands on these terms' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER immutable_when_billed BEFORE INSERT OR UPDATE OR DELETE ON contract_version
  FOR EACH ROW EXECUTE FUNCTION refuse_billed_terms();
CREATE TRIGGER immutable_when_billed BEFORE INSERT OR UPDATE OR DELETE ON price_component
  FOR EACH ROW EXECUTE FUNCTION refuse_billed_terms();

-- A client keeps its own billing details up to date: address, tax number, where invoices go. What it is called, where
-- it is and how it stands remains the operator's.
CREATE POLICY own_billing_details ON tenant FOR UPDATE USING (id = (SELECT app_tenant()));
CREATE FUNCTION refuse_own_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF app_scope() IS DISTINCT FROM 'operator'
     AND (to_jsonb(NEW) - ARRAY['address_lines', 'tax_number', 'city', 'postal_code', 'billing_email',
                                'endpoint_scheme', 'endpoint_id'])
      IS DISTINCT FROM
         (to_jsonb(OLD) - ARRAY['address_lines', 'tax_number', 'city', 'postal_code', 'billing_email',
                                'endpoint_scheme', 'endpoint_id']) THEN
    RAISE EXCEPTION 'A client changes its billing details alone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER own_billing_details_alone BEFORE UPDATE ON tenant FOR EACH ROW EXECUTE FUNCTION refuse_own_terms();
