-- Rollups keep agents without their campaigns too: what was rolled up before is rolled up anew, and until that is done
-- reports are counted from the calls themselves.
SELECT set_config('app.scope', 'operator', true);
UPDATE report_settings SET revision = revision + 1;
SELECT set_config('app.scope', '', true);
