import { z } from "zod";

export type SignInAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly waitSeconds: number };

const csrfAnswer = z.object({ csrfToken: z.string() });
const callbackAnswer = z.object({ url: z.string() });

/** Asks the server to sign this browser in. A code is one of ours, or `OFFLINE` when the server does not answer. */
export async function signIn(email: string, password: string, code = ""): Promise<SignInAnswer> {
  try {
    const csrf = csrfAnswer.parse(await (await fetch("/api/auth/csrf", { cache: "no-store" })).json());
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "x-auth-return-redirect": "1" },
      body: new URLSearchParams({ csrfToken: csrf.csrfToken, email, password, code, callbackUrl: "/enter" }),
    });
    const { url } = callbackAnswer.parse(await response.json());
    const said = new URL(url, window.location.origin).searchParams;
    if (!said.has("error")) return { ok: true };
    return { ok: false, ...refusalOf(said.get("code")) };
  } catch {
    return { ok: false, code: "OFFLINE", waitSeconds: 0 };
  }
}

/** `TOO_MANY_SIGN_INS.540` is a code and the seconds to wait. */
function refusalOf(said: string | null): { code: string; waitSeconds: number } {
  const [code = "", seconds = "0"] = (said ?? "WRONG_CREDENTIALS").split(".");
  return { code: code === "credentials" ? "WRONG_CREDENTIALS" : code, waitSeconds: Number(seconds) || 0 };
}
