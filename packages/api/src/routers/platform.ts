import { platformHealth, platformHome } from "@callbay/services/platform/home";
import { ask, router } from "../trpc.ts";

/** The operator's first page, and how each part of the platform is. */
export const operatorPlatformRouter = router({
  home: ask(platformHome),
  health: ask(platformHealth),
});
