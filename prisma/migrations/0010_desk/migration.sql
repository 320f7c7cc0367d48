-- What a disposition asks its agent to fill in, and what was given for a call.
ALTER TABLE campaign_disposition ADD COLUMN fields JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "call" ADD COLUMN disposition_values JSONB;
