import { TEST_PASSWORD } from "../../two-tenants.ts";
import { account, open, operator, tenant, type WalkEntries } from "../entry.ts";

export const accessEntries: WalkEntries = {
  "session.me": account(),
  "session.list": account(),
  "session.preferences": account(() => ({ theme: "dark" })),
  "session.switchWorkspace": account((t) => ({ tenantId: t.tenantId })),
  "session.revoke": account((t) => ({ sessionId: t.people.owner.sessionId })),
  "session.signOut": account(),
  "session.changePassword": account(() => ({ current: TEST_PASSWORD, next: "another long password" })),
  "invitation.get": open((t) => ({ token: t.invitationToken })),
  "invitation.accept": open((t) => ({ token: t.invitationToken, password: "a long new password", name: "Invited" }), {
    mayEndWith: ["INVITATION_FOR_ANOTHER"],
  }),

  "people.list": tenant("owner"),
  "people.orgUnits": tenant("owner"),
  "people.invite": tenant("owner", (t) => ({
    email: "somebody@new.test",
    name: "Somebody",
    role: "agent",
    orgUnitId: t.teamId,
  })),
  "people.withdrawInvitation": tenant("owner", (t) => ({ invitationId: t.invitationId })),
  "people.setRole": tenant("owner", (t) => ({ membershipId: t.spareAgent.membershipId, role: "viewer" })),
  "people.end": tenant("owner", (t) => ({ membershipId: t.spareAgent.membershipId })),
  "people.addOrgUnit": tenant("owner", (t) => ({ parentId: t.departmentId, kind: "team", name: "Team 2" })),
  "overview.get": tenant("owner"),
  "audit.list": tenant("owner"),
};

export const operatorEntries: WalkEntries = {
  "operator.tenants.list": operator("admin"),
  "operator.tenants.get": operator("admin", (t) => ({ tenantId: t.tenantId })),
  "operator.tenants.create": operator("admin", () => ({
    slug: "cedar",
    name: "Cedar",
    legalName: "Cedar Ltd.",
    timezone: "Asia/Shanghai",
    country: "CN",
  })),
  "operator.tenants.attach": operator("admin", (t, world) => ({
    tenantId: t.tenantId,
    nodeId: world.platform.nodeId,
    guaranteedChannels: 5,
    burstChannels: 5,
  })),
  "operator.tenants.addNumber": operator("admin", (t) => ({
    tenantId: t.tenantId,
    e164: "+442079460123",
    label: "London",
  })),
  "operator.tenants.assignAgent": operator("admin", (t) => ({ tenantId: t.tenantId, email: "noc@harbourline.test" })),
  "operator.tenants.inviteOwner": operator("admin", (t) => ({
    tenantId: t.tenantId,
    email: "boss@new.test",
    name: "Boss",
  })),
  "operator.legalEntities.list": operator("admin"),
  "operator.pool.overview": operator("noc"),
  "operator.pool.setState": operator("noc", (_t, world) => ({ nodeId: world.platform.nodeId, state: "draining" })),
  "operator.audit.list": operator("admin", (t) => ({ tenantId: t.tenantId })),
};
