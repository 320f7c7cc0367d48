import { z } from "zod";

const PREFIX = "company-";

/** The name of a tenant's provider in addresses: `/api/auth/callback/company-<tenant>`. */
export function companyProviderId(tenantId: string): string {
  return `${PREFIX}${tenantId}`;
}

/** The tenant that such a name stands for; null when it is none. */
export function tenantOfProviderId(providerId: string): string | null {
  const parsed = z.uuid().safeParse(providerId.startsWith(PREFIX) ? providerId.slice(PREFIX.length) : "");
  return parsed.success ? parsed.data : null;
}
