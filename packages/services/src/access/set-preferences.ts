import { accountVerb, z } from "../verb.ts";

export const LOCALES = ["en", "zh-CN"] as const;
export const THEMES = ["system", "light", "dark"] as const;

/** The name a person is shown by, the language and the look they work in. */
export const setPreferences = accountVerb({
  name: "session.preferences",
  input: z.object({
    name: z.string().trim().min(1).max(120).optional(),
    locale: z.enum(LOCALES).optional(),
    theme: z.enum(THEMES).optional(),
  }),
  run: async ({ tx, actor, audit }, { name, locale, theme }) => {
    const data = { ...(name ? { name } : {}), ...(locale ? { locale } : {}), ...(theme ? { theme } : {}) };
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
