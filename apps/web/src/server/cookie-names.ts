/** The names that cookies must have for a browser to keep them from other hosts and from plain HTTP. */
export function cookieNames(appUrl: string): {
  readonly secure: boolean;
  readonly session: string;
  readonly csrf: string;
} {
  const secure = appUrl.startsWith("https://");
  return {
    secure,
    session: secure ? "__Host-callbay.session" : "callbay.session",
    csrf: secure ? "__Host-callbay.csrf" : "callbay.csrf",
  };
}
