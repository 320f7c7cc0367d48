import { describe, expect, test } from "vitest";
import {
  OPERATOR_PERMISSIONS,
  OPERATOR_ROLES,
  operatorMay,
  reachOf,
  TENANT_PERMISSIONS,
  TENANT_ROLES,
  type TenantPermission,
  type TenantRole,
  tenantMay,
} from "./permissions.ts";

const held = (role: TenantRole) => TENANT_PERMISSIONS.filter((one) => tenantMay(role, one));
const holders = (permission: TenantPermission) => TENANT_ROLES.filter((role) => tenantMay(role, permission));

describe("the table of permissions", () => {
  // The whole of what each narrow role may do: a grant that is added is seen here.
  test("an agent has the desk and their own figures, and nothing else", () => {
    expect(held("agent").sort()).toEqual(["call.own", "duty.own", "quality.own", "report.read", "workspace.read"]);
  });

  test("viewers change nothing, and finance nothing but its own word on invoices and their payment", () => {
    const changing = ["write", "invite", "rent", "assign", "run", "kick", "unmask", "review", "override"];
    const changes = (role: TenantRole) => held(role).filter((one) => changing.some((word) => one.includes(word)));
    expect(changes("viewer")).toEqual([]);
    expect(changes("finance")).toEqual(["invoice.review", "payment.write"]);
  });

  test("money is for owners and finance", () => {
    expect(holders("invoice.read")).toEqual(["owner", "finance"]);
    expect(holders("usage.read")).toEqual(["owner", "finance"]);
    expect(holders("contract.read")).toEqual(["owner", "finance"]);
  });

  test("full numbers are for owners and managers (R7)", () => {
    expect(holders("contact.unmask")).toEqual(["owner", "manager"]);
  });

  test("taking a recording away, and keeping it from its end, is for owners and managers; the days are the owner's", () => {
    expect(holders("recording.download")).toEqual(["owner", "manager"]);
    expect(holders("recording.hold")).toEqual(["owner", "manager"]);
    expect(holders("recording.retention")).toEqual(["owner"]);
  });

  // R8: a team leader may force agents of all teams off duty; nothing else changes, and no listening across teams.
  describe("kicking (R8)", () => {
    test("a supervisor may kick across the tenant", () => {
      expect(tenantMay("supervisor", "agent.kick:tenant")).toBe(true);
    });

    test("listening stays within the team, whoever one is", () => {
      expect(holders("call.monitor:team")).toEqual(["supervisor"]);
      expect(TENANT_PERMISSIONS.filter((one) => one.startsWith("call.monitor"))).toEqual(["call.monitor:team"]);
    });

    test("kicking brings no other right over people, seats, campaigns or numbers", () => {
      const others: readonly TenantPermission[] = [
        "person.invite",
        "seat.assign",
        "seat.rent",
        "campaign.write",
        "campaign.run",
        "contact.unmask",
        "list.write",
        "dnc.write",
        "audit.read",
      ];
      expect(others.filter((one) => tenantMay("supervisor", one))).toEqual([]);
    });

    test("kicking alone reaches over a supervisor's team; hearing, seeing and reading stay within it", () => {
      const seeing = held("supervisor").filter((one) =>
        /^(call\.(read|monitor)|floor|recording|success|person|quality)/.test(one),
      );
      expect(Object.fromEntries(seeing.map((one) => [one, reachOf("supervisor", one)]))).toEqual({
        "person.read": "team",
        "call.read": "team",
        "call.monitor:team": "team",
        "floor.read": "team",
        "recording.play": "team",
        "recording.note": "team",
        "quality.read": "team",
        "quality.assess": "team",
        "quality.own": "own",
        "success.read": "team",
      });
      expect(reachOf("supervisor", "agent.kick:tenant")).toBe("tenant");
      expect(reachOf("agent", "call.read")).toBeNull();
      expect(reachOf("owner", "call.read")).toBe("tenant");
    });

    test("who may not kick, may not", () => {
      expect(holders("agent.kick:tenant")).toEqual(["owner", "manager", "supervisor"]);
    });
  });

  test("the operator's people: noc sees the pool and no money, finance the money and no pool, nobody all alike", () => {
    const of = (role: (typeof OPERATOR_ROLES)[number]) => OPERATOR_PERMISSIONS.filter((one) => operatorMay(role, one));
    expect(of("noc").filter((one) => one.includes("billing") || one.includes("contract"))).toEqual([]);
    expect(of("finance").filter((one) => one.includes("pool") || one.includes("campaign"))).toEqual([]);
    expect(of("admin")).toEqual(OPERATOR_PERMISSIONS);
    expect(OPERATOR_ROLES).toEqual(["admin", "noc", "finance"]);
  });

  test("no permission is named on both sides", () => {
    expect(TENANT_PERMISSIONS.filter((one) => (OPERATOR_PERMISSIONS as string[]).includes(one))).toEqual([]);
  });
});
