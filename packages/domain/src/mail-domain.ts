/** The domain of an e-mail address: at least two labels, in lower case. */
export const COMPANY_DOMAIN = /^(?=.{3,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

/** Where anybody has an address: no company can vouch for it. */
const PUBLIC = new Set([
  ...["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com"],
  ...["icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "pm.me", "gmx.com", "gmx.de"],
  ...["gmx.net", "web.de", "t-online.de", "mail.com", "mail.ru", "yandex.com", "yandex.ru", "zoho.com", "fastmail.com"],
  ...["qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sohu.com", "aliyun.com"],
  ...["139.com", "189.cn", "wo.cn", "21cn.com", "tom.com", "naver.com", "daum.net", "hanmail.net", "libero.it"],
  ...["orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "seznam.cz", "wp.pl", "o2.pl", "rediffmail.com"],
]);

export function isPublicMailDomain(domain: string): boolean {
  return PUBLIC.has(domain.toLowerCase());
}

/** The part after the last @, in lower case; null where there is none. */
export function mailDomainOf(email: string): string | null {
  const at = email.lastIndexOf("@");
  const domain = email
    .slice(at + 1)
    .trim()
    .toLowerCase();
  return at > 0 && COMPANY_DOMAIN.test(domain) ? domain : null;
}
