import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { accessRouter, companySignInRouter, operatorAccessRouter } from "./routers/access.ts";
import { operatorApprovalsRouter } from "./routers/approvals.ts";
import { auditRouter, operatorAuditRouter } from "./routers/audit.ts";
import { operatorBillingRouter, operatorMailRouter } from "./routers/billing.ts";
import { billingDetailsRouter } from "./routers/billing-details.ts";
import { callsRouter } from "./routers/calls.ts";
import { campaignsRouter } from "./routers/campaigns.ts";
import { complianceRouter } from "./routers/compliance.ts";
import { contractsRouter, operatorContractsRouter } from "./routers/contracts.ts";
import { operatorCostsRouter } from "./routers/costs.ts";
import { operatorDisputesRouter } from "./routers/disputes.ts";
import { dutyRouter } from "./routers/duty.ts";
import { floorRouter } from "./routers/floor.ts";
import { invitationRouter } from "./routers/invitation.ts";
import { invoicesRouter } from "./routers/invoices.ts";
import { operatorLedgerRouter } from "./routers/ledger.ts";
import { operatorLegalEntitiesRouter } from "./routers/legal-entities.ts";
import { apiKeysRouter, callbacksRouter, contactsRouter, listsRouter, segmentsRouter } from "./routers/lists.ts";
import { liveRouter } from "./routers/live.ts";
import { messagesRouter } from "./routers/messages.ts";
import { monitorRouter, supervisionRouter } from "./routers/monitor.ts";
import { overviewRouter } from "./routers/overview.ts";
import { operatorBankRouter, operatorPaymentsRouter, paymentsRouter } from "./routers/payments.ts";
import { peopleRouter } from "./routers/people.ts";
import { operatorPlatformRouter } from "./routers/platform.ts";
import { callerIdsRouter, operatorPoolRouter } from "./routers/pool.ts";
import { qualityRouter } from "./routers/quality.ts";
import { recordingsRouter } from "./routers/recordings.ts";
import { dncRouter, operatorRegistersRouter } from "./routers/registers.ts";
import { reportsRouter } from "./routers/reports.ts";
import { operatorSeatsRouter, seatsRouter } from "./routers/seats.ts";
import { sessionRouter } from "./routers/session.ts";
import { operatorTenantsRouter } from "./routers/tenants.ts";
import { operatorRateTablesRouter, operatorUsageRouter, successRouter, usageRouter } from "./routers/usage.ts";
import { createCallerFactory, router } from "./trpc.ts";

/** The operator's console. A file that serves both sides exports `operatorXRouter` for this one and `xRouter` below. */
const operatorRouter = router({
  access: operatorAccessRouter,
  approvals: operatorApprovalsRouter,
  audit: operatorAuditRouter,
  bank: operatorBankRouter,
  billing: operatorBillingRouter,
  contracts: operatorContractsRouter,
  costs: operatorCostsRouter,
  disputes: operatorDisputesRouter,
  ledger: operatorLedgerRouter,
  legalEntities: operatorLegalEntitiesRouter,
  mail: operatorMailRouter,
  payments: operatorPaymentsRouter,
  platform: operatorPlatformRouter,
  pool: operatorPoolRouter,
  rateTables: operatorRateTablesRouter,
  registers: operatorRegistersRouter,
  seats: operatorSeatsRouter,
  tenants: operatorTenantsRouter,
  usage: operatorUsageRouter,
});

/** Every procedure of Callbay. */
export const appRouter = router({
  access: accessRouter,
  apiKeys: apiKeysRouter,
  audit: auditRouter,
  billingDetails: billingDetailsRouter,
  callerIds: callerIdsRouter,
  calls: callsRouter,
  campaigns: campaignsRouter,
  companySignIn: companySignInRouter,
  compliance: complianceRouter,
  contacts: contactsRouter,
  callbacks: callbacksRouter,
  contracts: contractsRouter,
  dnc: dncRouter,
  duty: dutyRouter,
  floor: floorRouter,
  messages: messagesRouter,
  monitor: monitorRouter,
  supervision: supervisionRouter,
  invitation: invitationRouter,
  invoices: invoicesRouter,
  lists: listsRouter,
  live: liveRouter,
  operator: operatorRouter,
  overview: overviewRouter,
  payments: paymentsRouter,
  people: peopleRouter,
  quality: qualityRouter,
  recordings: recordingsRouter,
  reports: reportsRouter,
  seats: seatsRouter,
  segments: segmentsRouter,
  session: sessionRouter,
  success: successRouter,
  usage: usageRouter,
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

/** Calls procedures without HTTP: server components and tests. */
export const createCaller = createCallerFactory(appRouter);
