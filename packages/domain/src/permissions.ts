/**
 * Named permissions and the one table that grants them to roles; below it, how far each reaches. A suffix after a colon
 * names a reach that no role changes. Operator permissions never apply to tenant people and the reverse.
 */
export const OPERATOR_ROLES = ["admin", "noc", "finance"] as const;
export const TENANT_ROLES = ["owner", "manager", "supervisor", "agent", "finance", "viewer"] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];
export type TenantRole = (typeof TENANT_ROLES)[number];

const OPERATOR_GRANTS = {
  "platform.tenant.read": ["admin", "noc", "finance"],
  "platform.tenant.write": ["admin"],
  "platform.contract.read": ["admin", "finance"],
  "platform.contract.write": ["admin", "finance"],
  "platform.campaign.review": ["admin"],
  "platform.pool.read": ["admin", "noc"],
  "platform.pool.write": ["admin", "noc"],
  "platform.dnc.read": ["admin", "noc"],
  "platform.dnc.write": ["admin"],
  "platform.seat.write": ["admin"],
  "platform.billing.read": ["admin", "finance"],
  "platform.billing.close": ["admin", "finance"],
  "platform.ledger.read": ["admin", "finance"],
  "platform.payment.write": ["admin", "finance"],
  "platform.cost.write": ["admin", "finance"],
  "platform.audit.read": ["admin", "noc", "finance"],
  "platform.access.write": ["admin"],
} as const satisfies Record<string, readonly OperatorRole[]>;

const TENANT_GRANTS = {
  "workspace.read": ["owner", "manager", "supervisor", "agent", "finance", "viewer"],
  "person.read": ["owner", "manager", "supervisor", "viewer"],
  "person.invite": ["owner", "manager"],
  "seat.read": ["owner", "manager", "supervisor", "finance", "viewer"],
  "seat.rent": ["owner"],
  "seat.assign": ["owner", "manager"],
  "contract.read": ["owner", "finance"],
  "list.read": ["owner", "manager", "viewer"],
  "list.write": ["owner", "manager"],
  "api_key.read": ["owner", "manager"],
  "api_key.write": ["owner", "manager"],
  "contact.read": ["owner", "manager", "supervisor"],
  "contact.unmask": ["owner", "manager"],
  "callback.write": ["owner", "manager", "supervisor"],
  "dnc.write": ["owner", "manager"],
  "campaign.read": ["owner", "manager", "supervisor", "viewer"],
  "campaign.write": ["owner", "manager"],
  "campaign.run": ["owner", "manager"],
  "campaign.override": ["owner", "manager"],
  "compliance.read": ["owner", "manager", "supervisor", "viewer"],
  "compliance.write": ["owner", "manager"],
  "duty.own": ["agent", "supervisor"],
  "call.own": ["agent", "supervisor"],
  "call.dial_any": ["supervisor"],
  "call.read": ["owner", "manager", "supervisor", "finance", "viewer"],
  "call.monitor:team": ["supervisor"],
  "message.send": ["owner", "manager", "supervisor"],
  "monitoring.write": ["owner"],
  "floor.write": ["owner", "manager"],
  "floor.read": ["owner", "manager", "supervisor"],
  "agent.kick:tenant": ["owner", "manager", "supervisor"],
  "recording.play": ["owner", "manager", "supervisor", "finance"],
  "recording.note": ["owner", "manager", "supervisor"],
  "recording.download": ["owner", "manager"],
  "recording.hold": ["owner", "manager"],
  "recording.retention": ["owner"],
  "quality.read": ["owner", "manager", "supervisor"],
  "quality.assess": ["owner", "manager", "supervisor"],
  "quality.write": ["owner", "manager"],
  "quality.own": ["agent", "supervisor"],
  // Whose figures: all with :tenant; with :team those of the people in one's own unit and below it; else one's own.
  "report.read": ["owner", "manager", "supervisor", "agent", "finance", "viewer"],
  "report.read:tenant": ["owner", "manager", "finance", "viewer"],
  "report.write": ["owner", "manager"],
  "invoice.read": ["owner", "finance"],
  "invoice.review": ["owner", "finance"],
  "payment.write": ["owner", "finance"],
  "success.read": ["owner", "manager", "supervisor", "finance"],
  "success.review": ["owner", "manager"],
  "usage.read": ["owner", "finance"],
  "audit.read": ["owner"],
  "access.write": ["owner"],
  "workspace.export": ["owner"],
} as const satisfies Record<string, readonly TenantRole[]>;

export type OperatorPermission = keyof typeof OPERATOR_GRANTS;
export type TenantPermission = keyof typeof TENANT_GRANTS;
export type Permission = OperatorPermission | TenantPermission;

/**
 * Whose rows a permission opens: one's own, those of one's unit and below it, everybody's. Each holds the one before. A
 * leader who sits in a department has the department: how far "team" reaches is where one sits in the tree.
 */
export const ROW_SCOPES = ["own", "team", "tenant"] as const;
export type RowScope = (typeof ROW_SCOPES)[number];

/**
 * Where a permission reaches less than the whole tenant. A team leader sees and hears the team (R8); taking people off
 * duty alone reaches all teams.
 */
const NARROWED: Partial<Record<TenantPermission, Partial<Record<TenantRole, RowScope>>>> = {
  "person.read": { supervisor: "team" },
  "call.own": { agent: "own", supervisor: "own" },
  "call.read": { supervisor: "team" },
  "call.monitor:team": { supervisor: "team" },
  "callback.write": { supervisor: "team" },
  "floor.read": { supervisor: "team" },
  "message.send": { supervisor: "team" },
  "recording.play": { supervisor: "team" },
  "recording.note": { supervisor: "team" },
  "quality.read": { supervisor: "team" },
  "quality.assess": { supervisor: "team" },
  "quality.own": { agent: "own", supervisor: "own" },
  "report.read": { supervisor: "team", agent: "own" },
  "success.read": { supervisor: "team" },
};

/** How far a permission reaches for a role; null when the role does not hold it. */
export function reachOf(role: TenantRole, permission: TenantPermission): RowScope | null {
  if (!tenantMay(role, permission)) return null;
  return NARROWED[permission]?.[role] ?? "tenant";
}

/** Does this operator role hold the permission? */
export function operatorMay(role: OperatorRole, permission: OperatorPermission): boolean {
  return (OPERATOR_GRANTS[permission] as readonly OperatorRole[]).includes(role);
}

/** Does this tenant role hold the permission? */
export function tenantMay(role: TenantRole, permission: TenantPermission): boolean {
  return (TENANT_GRANTS[permission] as readonly TenantRole[]).includes(role);
}

export const OPERATOR_PERMISSIONS = Object.keys(OPERATOR_GRANTS) as OperatorPermission[];
export const TENANT_PERMISSIONS = Object.keys(TENANT_GRANTS) as TenantPermission[];
