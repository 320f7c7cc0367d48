import { accessEntries, operatorEntries } from "./entries/access.ts";
import { businessEntries } from "./entries/business.ts";
import { callControlEntries } from "./entries/call-control.ts";
import { callModeEntries } from "./entries/call-modes.ts";
import { campaignEntries } from "./entries/campaigns.ts";
import { complianceEntries } from "./entries/compliance.ts";
import { documentEntries } from "./entries/documents.ts";
import { dutyEntries } from "./entries/duty.ts";
import { ledgerEntries } from "./entries/ledger.ts";
import { listEntries } from "./entries/lists.ts";
import { monthEntries } from "./entries/month.ts";
import { paymentEntries } from "./entries/payments.ts";
import { platformEntries } from "./entries/platform.ts";
import { poolEntries } from "./entries/pool.ts";
import { qualityEntries } from "./entries/quality.ts";
import { registerEntries } from "./entries/registers.ts";
import { reportEntries } from "./entries/reports.ts";
import { supervisionEntries } from "./entries/supervision.ts";
import { usageEntries } from "./entries/usage.ts";
import type { WalkEntries } from "./entry.ts";

/** Every procedure of the router, by its path. Subscriptions are walked by hand, in the test itself. */
export const walkEntries: WalkEntries = {
  ...accessEntries,
  ...operatorEntries,
  ...businessEntries,
  ...callControlEntries,
  ...callModeEntries,
  ...campaignEntries,
  ...complianceEntries,
  ...documentEntries,
  ...dutyEntries,
  ...ledgerEntries,
  ...listEntries,
  ...monthEntries,
  ...paymentEntries,
  ...platformEntries,
  ...poolEntries,
  ...qualityEntries,
  ...registerEntries,
  ...reportEntries,
  ...supervisionEntries,
  ...usageEntries,
};
