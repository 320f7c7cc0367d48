import { getChecklist } from "@callbay/services/overview/checklist";
import { getOverview } from "@callbay/services/overview/get-overview";
import { ask, router } from "../trpc.ts";

export const overviewRouter = router({ get: ask(getOverview), checklist: ask(getChecklist) });
