import { LINK } from "./person-mail.ts";

export interface PersonText {
  readonly subject: string;
  readonly body: string;
}

interface Texts {
  invitation(facts: { readonly name: string; readonly tenant: string; readonly until: string }): PersonText;
  passwordReset(facts: { readonly name: string; readonly minutes: number }): PersonText;
  secondFactorReset(facts: { readonly name: string }): PersonText;
}

const lines = (...parts: readonly string[]) => parts.join("\n");

const en: Texts = {
  invitation: ({ name, tenant, until }) => ({
    subject: `You are invited to ${tenant}`,
    body: lines(
      `Dear ${name},`,
      "",
      `you are invited into the workspace of ${tenant} on Callbay. This link opens it, once, until ${until} (UTC):`,
      LINK,
      "",
      "If you expect no such invitation, take no notice of this mail.",
    ),
  }),
  passwordReset: ({ name, minutes }) => ({
    subject: "Choose a new password",
    body: lines(
      `Dear ${name},`,
      "",
      `somebody asked for a new password of your Callbay account. If it was you, choose one here within ${minutes} minutes:`,
      LINK,
      "",
      "If it was not you, take no notice of this mail: your password stays as it is.",
    ),
  }),
  secondFactorReset: ({ name }) => ({
    subject: "Your second factor was taken off",
    body: lines(
      `Dear ${name},`,
      "",
      "the second factor of your Callbay account was taken off by the operator, and you are signed out everywhere. Your password opens it now; set up another second factor here:",
      LINK,
      "",
      "If you did not ask for this, tell your operator at once and change your password.",
    ),
  }),
};

const zh: Texts = {
  invitation: ({ name, tenant, until }) => ({
    subject: `${tenant} 邀请您加入`,
    body: lines(
      `${name}，您好：`,
      "",
      `您受邀加入 ${tenant} 在 Callbay 的工作区。请于 ${until}（UTC）前打开以下链接，仅可使用一次：`,
      LINK,
      "",
      "如果您并未期待此邀请，请忽略本邮件。",
    ),
  }),
  passwordReset: ({ name, minutes }) => ({
    subject: "设置新密码",
    body: lines(
      `${name}，您好：`,
      "",
      `有人为您的 Callbay 账户申请了新密码。如果是您本人，请在 ${minutes} 分钟内打开以下链接设置：`,
      LINK,
      "",
      "如果不是您本人，请忽略本邮件，您的密码不会改变。",
    ),
  }),
  secondFactorReset: ({ name }) => ({
    subject: "您的第二因素已被移除",
    body: lines(
      `${name}，您好：`,
      "",
      "运营方已移除您 Callbay 账户的第二因素，并已将您在所有设备上退出。现在仅凭密码即可登录，请在此重新设置第二因素：",
      LINK,
      "",
      "如果这不是您要求的，请立即联系运营方并修改密码。",
    ),
  }),
};

/** The mails about access, in a reader's language. */
export function personTexts(locale: string): Texts {
  return locale === "zh-CN" ? zh : en;
}
