import { router } from "../trpc.ts";

export const auditRouter = router({});
export const operatorAuditRouter = router({});
