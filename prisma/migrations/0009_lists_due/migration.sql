-- Callbacks that are due, over all campaigns of a client: few among millions of contacts.
CREATE INDEX campaign_contact_callback ON campaign_contact (tenant_id, next_attempt_at, contact_id)
  WHERE callback_by IS NOT NULL OR reason = 'callback';
