import "server-only";
import { Auth } from "@auth/core";
import { authConfig, providerIdOf } from "./auth-config.ts";
import { server } from "./composition.ts";
import { visitorOf } from "./request.ts";

/** Answers a request of sign-in; one by a company is given that company's provider, as it is set up now. */
export async function answerAuth(request: Request): Promise<Response> {
  const here = server();
  const providerId = providerIdOf(new URL(request.url).pathname);
  const company = providerId ? await here.companyProvider(providerId) : null;
  return Auth(request, authConfig(here, visitorOf(request.headers), company));
}
