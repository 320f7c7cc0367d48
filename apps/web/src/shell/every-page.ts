import { type NavGroup, OPERATOR_NAV, WORKSPACE_NAV } from "./nav.ts";

/** Asks a procedure as the person whose pages these are; for ids that an address needs. */
export type Ask = <T>(procedure: string, input?: object) => Promise<T>;

interface Id {
  readonly id: string;
}

interface Invoice extends Id {
  readonly tenantId: string;
  readonly contractId: string;
  readonly state: string;
}

/** Every page of a client's workspace, for what is there; the desk belongs to agents. */
export async function workspacePages(ask: Ask): Promise<string[]> {
  const campaigns = await ask<Id[]>("campaigns.list");
  const lists = await ask<Id[]>("lists.list");
  const contacts = lists[0]
    ? await ask<{ items: Id[] }>("lists.contacts", { listId: lists[0].id, limit: 1 })
    : { items: [] };
  const calls = await ask<{ items: Id[] }>("calls.list", { limit: 1 });
  const invoices = await ask<{ items: Invoice[] }>("invoices.list");
  const recordings = await ask<{ items: Id[] }>("recordings.search", { limit: 1 });
  const assessments = await ask<{ items: Id[] }>("quality.assessments", { limit: 1 });
  const calibrations = await ask<{ id: string; closedAt: string | null }[]>("quality.calibrations");
  const closed = calibrations.filter(({ closedAt }) => closedAt !== null);
  return [
    ...hrefs(WORKSPACE_NAV).filter((href) => href !== "/desk"),
    "/w/campaigns/new",
    "/w/reports/dictionary",
    "/w/reports/costs",
    "/w/quality?part=assessments",
    "/w/quality?part=calibration",
    "/w/quality?part=scorecards",
    ...assessments.items.map(({ id }) => `/w/quality/assess/${id}`),
    ...closed.slice(0, 1).map(({ id }) => `/w/quality/calibration/${id}`),
    ...recordings.items.map(({ id }) => `/w/recordings?recording=${id}`),
    "/wallboard",
    ...campaigns.slice(0, 1).flatMap(({ id }) => [`/w/campaigns/${id}`, `/w/campaigns/${id}/edit`]),
    ...lists.slice(0, 1).map(({ id }) => `/w/lists/${id}`),
    ...contacts.items.map(({ id }) => `/w/contacts/${id}`),
    ...calls.items.map(({ id }) => `/w/calls/${id}`),
    ...oneOfEach(invoices.items).map(({ id }) => `/w/invoices/${id}`),
  ];
}

/** Every page of the operator's console, for what is there. */
export async function operatorPages(ask: Ask): Promise<string[]> {
  const { items } = await ask<{ items: Id[] }>("operator.tenants.list");
  const invoices = await ask<{ items: Invoice[] }>("operator.billing.invoices");
  return [
    ...hrefs(OPERATOR_NAV),
    "/operator/onboard",
    "/operator/billing?part=soFar",
    "/operator/billing?part=invoices",
    ...items.slice(0, 1).flatMap(({ id }) => [`/operator/tenants/${id}`, `/operator/tenants/${id}/contracts/new`]),
    ...oneOfEach(invoices.items).map(({ id, tenantId }) => `/operator/billing/${tenantId}/${id}`),
    ...invoices.items
      .slice(0, 1)
      .map(({ tenantId, contractId }) => `/operator/tenants/${tenantId}/contracts/${contractId}`),
  ];
}

/** Pages of an agent. */
export function agentPages(): string[] {
  return ["/desk", "/account", "/account/security", "/account/sessions", "/account/assessments"];
}

function hrefs(groups: readonly NavGroup[]): string[] {
  return groups.flatMap(({ items }) => items.map(({ href }) => href));
}

/** One of each state: what can be done with an invoice, and so its page, differs. */
function oneOfEach<T extends Invoice>(invoices: readonly T[]): T[] {
  return [...new Map(invoices.map((one) => [one.state, one])).values()];
}
