import type { OperatorRole, TenantRole } from "@callbay/domain/permissions";

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
};

export const FJORD_TEAM: DemoTeam = {
  owner: { email: "owner@fjord.example", name: "Ingrid Dahl", role: "owner" },
  others: [
    { email: "manager@fjord.example", name: "Lars Haugen", role: "manager" },
    { email: "agent1@fjord.example", name: "Nora Lie", role: "agent" },
    { email: "agent2@fjord.example", name: "Jonas Berg", role: "agent" },
  ],
  operatorsAgents: [],
};
