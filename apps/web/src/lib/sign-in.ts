export type SignInAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly waitSeconds: number };

/** A text of an answer in JSON. The pages before sign-in do without a library for it. @throws TypeError without one. */
async function textOf(response: Response, name: string): Promise<string> {
  const answer: unknown = await response.json();
  const value: unknown = typeof answer === "object" && answer !== null ? Reflect.get(answer, name) : null;
  if (typeof value !== "string") throw new TypeError(`the answer has no ${name}`);
  return value;
}

/** Asks the server to sign this browser in. A code is one of ours, or `OFFLINE` when the server does not answer. */
export function signIn(email: string, password: string, code = ""): Promise<SignInAnswer> {
  return answerOf({ email, password, code });
}

/** The second step of a sign-in that a company vouched for without a second factor of its own. */
export function finishCompanySignIn(ticket: string, code: string): Promise<SignInAnswer> {
  return answerOf({ ticket, code });
}

/** Where a company signs its people in; null when that cannot be said now. */
export async function companyAddress(providerId: string, next: string): Promise<string | null> {
  try {
    const url = await post(`/api/auth/signin/${providerId}`, { callbackUrl: next });
    // An answer of our own is a refusal: the provider did not describe itself.
    return new URL(url, window.location.origin).origin === window.location.origin ? null : url;
  } catch {
    return null;
  }
}

async function answerOf(credentials: Record<string, string>): Promise<SignInAnswer> {
  try {
    const url = await post("/api/auth/callback/credentials", { ...credentials, callbackUrl: "/enter" });
    const said = new URL(url, window.location.origin).searchParams;
    if (!said.has("error")) return { ok: true };
    return { ok: false, ...refusalOf(said.get("code")) };
  } catch {
    return { ok: false, code: "OFFLINE", waitSeconds: 0 };
  }
}

async function post(path: string, fields: Record<string, string>): Promise<string> {
  const csrfToken = await textOf(await fetch("/api/auth/csrf", { cache: "no-store" }), "csrfToken");
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-auth-return-redirect": "1" },
    body: new URLSearchParams({ ...fields, csrfToken }),
  });
  return textOf(response, "url");
}

/** `TOO_MANY_SIGN_INS.540` is a code and the seconds to wait. */
function refusalOf(said: string | null): { code: string; waitSeconds: number } {
  const [code = "", seconds = "0"] = (said ?? "WRONG_CREDENTIALS").split(".");
  return { code: code === "credentials" ? "WRONG_CREDENTIALS" : code, waitSeconds: Number(seconds) || 0 };
}
