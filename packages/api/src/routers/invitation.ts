import { router } from "../trpc.ts";

export const invitationRouter = router({});
