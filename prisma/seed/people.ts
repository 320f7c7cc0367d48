import type { OperatorRole, TenantRole } from "@callbay/domain/permissions";
import type { UnitPlan } from "./org.ts";
import type { SkillPlan } from "./skills.ts";

/** Who signs in to the demo. The start screen names some of these addresses. */
export interface DemoPerson<R> {
  readonly email: string;
  readonly name: string;
  readonly role: R;
}

export const OPERATOR_PEOPLE: readonly DemoPerson<OperatorRole>[] = [
  { email: "admin@callbay.example", name: "Ada Cheung 张雅达", role: "admin" },
  { email: "noc@callbay.example", name: "Noel Ortiz", role: "noc" },
  { email: "finance@callbay.example", name: "Fiona Kwok 郭凤娜", role: "finance" },
];

export interface DemoTeam {
  readonly owner: DemoPerson<"owner">;
  readonly others: readonly DemoPerson<TenantRole>[];
  /** Employed by the operator, assigned into the client's workspace. */
  readonly operatorsAgents: readonly DemoPerson<"agent">[];
  /** Who sits where; a team leader leads the unit they sit in, with all below it. */
  readonly org: readonly UnitPlan[];
  readonly skills: SkillPlan;
}

export const MANGROVE_TEAM: DemoTeam = {
  owner: { email: "owner@mangrove.example", name: "Olivia Tam 谭丽雅", role: "owner" },
  others: [
    { email: "manager@mangrove.example", name: "Marcus Lau 刘马克", role: "manager" },
    { email: "supervisor@mangrove.example", name: "Sophie Yip 叶素菲", role: "supervisor" },
    { email: "finance@mangrove.example", name: "Felix Ng 吴飞", role: "finance" },
    { email: "viewer@mangrove.example", name: "Vera Ho 何薇", role: "viewer" },
    { email: "agent1@mangrove.example", name: "Anson Chan 陈安生", role: "agent" },
    { email: "agent2@mangrove.example", name: "Bella Wong 王贝拉", role: "agent" },
    { email: "agent3@mangrove.example", name: "Carl Fung 冯卡尔", role: "agent" },
    { email: "agent4@mangrove.example", name: "Daisy Leung 梁黛西", role: "agent" },
    { email: "agent5@mangrove.example", name: "Ethan Mak 麦伊森", role: "agent" },
    { email: "agent6@mangrove.example", name: "Flora Tse 谢芙罗", role: "agent" },
  ],
  operatorsAgents: [
    { email: "joan@callbay.example", name: "Joan Pereira", role: "agent" },
    { email: "wei@callbay.example", name: "Wei Zhang 张伟", role: "agent" },
  ],
  org: [
    {
      kind: "department",
      name: "Travel sales 旅行销售部",
      people: ["manager@mangrove.example", "supervisor@mangrove.example"],
      below: [
        {
          kind: "team",
          name: "Short journeys 短线组",
          people: [1, 2, 3].map((one) => `agent${one}@mangrove.example`).concat("joan@callbay.example"),
        },
        {
          kind: "team",
          name: "Long journeys 长线组",
          people: [4, 5, 6].map((one) => `agent${one}@mangrove.example`).concat("wei@callbay.example"),
        },
      ],
    },
    {
      kind: "department",
      name: "Head office 总部",
      people: ["owner@mangrove.example", "finance@mangrove.example", "viewer@mangrove.example"],
    },
  ],
  skills: {
    "English 英语": {
      "supervisor@mangrove.example": 5,
      "agent1@mangrove.example": 3,
      "agent5@mangrove.example": 4,
      "joan@callbay.example": 5,
    },
    "Complaints 投诉处理": { "supervisor@mangrove.example": 5, "agent2@mangrove.example": 3, "wei@callbay.example": 4 },
    "Cruises 邮轮产品": { "agent4@mangrove.example": 4, "agent5@mangrove.example": 5, "agent6@mangrove.example": 2 },
  },
};

export const FJORD_TEAM: DemoTeam = {
  owner: { email: "owner@fjord.example", name: "Ingrid Dahl", role: "owner" },
  others: [
    { email: "manager@fjord.example", name: "Lars Haugen", role: "manager" },
    { email: "agent1@fjord.example", name: "Nora Lie", role: "agent" },
    { email: "agent2@fjord.example", name: "Jonas Berg", role: "agent" },
  ],
  operatorsAgents: [],
  org: [
    {
      kind: "department",
      name: "Customer service",
      people: ["owner@fjord.example", "manager@fjord.example"],
      below: [{ kind: "team", name: "Renewals", people: ["agent1@fjord.example", "agent2@fjord.example"] }],
    },
  ],
  skills: { Swedish: { "agent1@fjord.example": 4 } },
};
