import { listAudit, listPlatformAudit } from "@callbay/services/audit/list-audit";
import { ask, router } from "../trpc.ts";

export const auditRouter = router({ list: ask(listAudit) });
export const operatorAuditRouter = router({ list: ask(listPlatformAudit) });
