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
  "session.revokeOthers": account(),
  "session.secondFactor": account(),
  "session.startSecondFactor": account(() => ({ password: TEST_PASSWORD })),
  "session.confirmSecondFactor": account(() => ({ code: "000000" }), {
    mayEndWith: ["SECOND_FACTOR_NOT_STARTED", "SECOND_FACTOR_CODE_INVALID"],
  }),
  "session.disableSecondFactor": account(() => ({ password: TEST_PASSWORD })),
  "session.renewRecoveryCodes": account(() => ({ password: TEST_PASSWORD }), {
    mayEndWith: ["SECOND_FACTOR_NOT_STARTED"],
  }),
  "session.companies": open((t) => ({ email: `anybody@${t.slug}.test` })),
  "session.requestPasswordReset": open(() => ({ email: "nobody@nowhere.test" })),
  "session.resetPassword": open(() => ({ token: "a token that nobody was sent", password: "another long password" }), {
    mayEndWith: ["RESET_INVALID"],
  }),
  "access.get": tenant("owner"),
  "access.set": tenant("owner", () => ({ secondFactorRequired: false })),
  "companySignIn.get": tenant("owner"),
  "companySignIn.set": tenant(
    "owner",
    () => ({
      // An address of this machine, which nobody's setting has us call.
      ...{ issuer: "https://127.0.0.1", clientId: "callbay", clientSecret: "typed", domains: ["nobody.test"] },
      ...{ enabled: true, only: false, vouchesSecondFactor: true },
    }),
    { mayEndWith: ["OIDC_DOMAIN_FOREIGN"] },
  ),
  "companySignIn.remove": tenant("owner"),
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
  "people.move": tenant("owner", (t) => ({ membershipId: t.spareAgent.membershipId, orgUnitId: t.departmentId })),
  "people.updateOrgUnit": tenant("owner", (t) => ({ orgUnitId: t.teamId, kind: "team", name: "Team one" })),
  "people.moveOrgUnit": tenant("owner", (t) => ({ orgUnitId: t.teamId, parentId: null })),
  "people.skills": tenant("owner"),
  "people.addSkill": tenant("owner", () => ({ name: "Portuguese" })),
  "people.renameSkill": tenant("owner", (t) => ({ skillId: t.skillId, name: "Dutch, spoken" })),
  "people.setSkills": tenant("owner", (t) => ({
    membershipId: t.spareAgent.membershipId,
    skills: [{ skillId: t.skillId, level: 2 }],
  })),
  "people.removeSkill": tenant("owner", (t) => ({ skillId: t.skillId })),
  "people.removeOrgUnit": tenant("owner", (t) => ({ orgUnitId: t.teamId }), { mayEndWith: ["ORG_UNIT_NOT_EMPTY"] }),
  "overview.get": tenant("owner"),
  "overview.checklist": tenant("owner"),
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
  "operator.tenants.suspend": operator("admin", (t) => ({ tenantId: t.tenantId, reason: "Unpaid for 60 days" })),
  "operator.tenants.resume": operator("admin", (t) => ({ tenantId: t.tenantId }), { mayEndWith: ["TENANT_ACTIVE"] }),
  "operator.tenants.close": operator("admin", (t) => ({ tenantId: t.tenantId, reason: "Leaves us" }), {
    mayEndWith: ["TENANT_HAS_OPEN_BUSINESS"],
  }),
  "operator.legalEntities.list": operator("admin"),
  "operator.pool.overview": operator("noc"),
  "operator.pool.setState": operator("noc", (_t, world) => ({ nodeId: world.platform.nodeId, state: "draining" })),
  "operator.access.get": operator("admin"),
  "operator.access.set": operator("admin", () => ({ secondFactorRequired: false })),
  "operator.audit.list": operator("admin", (t) => ({ tenantId: t.tenantId })),
};
