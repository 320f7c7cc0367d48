import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { auditRouter, operatorAuditRouter } from "./routers/audit.ts";
import { dutyRouter } from "./routers/duty.ts";
import { floorRouter } from "./routers/floor.ts";
import { invitationRouter } from "./routers/invitation.ts";
import { operatorLegalEntitiesRouter } from "./routers/legal-entities.ts";
import { liveRouter } from "./routers/live.ts";
import { overviewRouter } from "./routers/overview.ts";
import { peopleRouter } from "./routers/people.ts";
import { operatorPoolRouter } from "./routers/pool.ts";
import { sessionRouter } from "./routers/session.ts";
import { operatorTenantsRouter } from "./routers/tenants.ts";
import { createCallerFactory, router } from "./trpc.ts";

/** The operator's console. A file that serves both sides exports `operatorXRouter` for this one and `xRouter` below. */
const operatorRouter = router({
  audit: operatorAuditRouter,
  legalEntities: operatorLegalEntitiesRouter,
  pool: operatorPoolRouter,
  tenants: operatorTenantsRouter,
});

/** Every procedure of Callbay. */
export const appRouter = router({
  audit: auditRouter,
  duty: dutyRouter,
  floor: floorRouter,
  invitation: invitationRouter,
  live: liveRouter,
  operator: operatorRouter,
  overview: overviewRouter,
  people: peopleRouter,
  session: sessionRouter,
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

/** Calls procedures without HTTP: server components and tests. */
export const createCaller = createCallerFactory(appRouter);
