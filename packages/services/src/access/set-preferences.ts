import { accountVerb, z } from "../verb.ts";

export const LOCALES = ["en", "zh-CN"] as const;
export const THEMES = ["system", "light", "dark"] as const;

/** The language and the look a person works in. */
export const setPreferences = accountVerb({
  name: "session.preferences",
  input: z.object({ locale: z.enum(LOCALES).optional(), theme: z.enum(THEMES).optional() }),
  run: async ({ tx, actor, audit }, { locale, theme }) => {
    const data = { ...(locale ? { locale } : {}), ...(theme ? { theme } : {}) };
    await tx.account.updateMany({ where: { id: actor.accountId }, data });
    await audit({
      action: "account.setPreferences",
      entity: "account",
      entityId: actor.accountId,
      ...(actor.kind === "tenant" ? { tenantId: actor.tenantId } : {}),
      after: data,
    });
    return { saved: true };
  },
});
