import type { Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { createSecretBox } from "@callbay/db/secret-box";
import type { OperatorActor } from "@callbay/domain/actor";
import type { PbxNode } from "@callbay/tooling-runtime/asterisk/pbx-node";

export interface Platform {
  readonly operator: OperatorActor;
  readonly legalEntityId: string;
  readonly nodeIds: readonly string[];
}

/** What exists before the first client: the operator's company, one of its people, and the pool. */
export async function createPlatform(db: Db, secretKey: string, nodes: readonly PbxNode[]): Promise<Platform> {
  const accountId = newId();
  const legalEntityId = newId();
  const box = createSecretBox(secretKey);
  return db.asOperator(async (tx) => {
    await tx.legalEntity.create({
      data: {
        id: legalEntityId,
        name: "Harbour Line Services Ltd.",
        addressLines: ["18/F, 88 Connaught Road West", "Hong Kong"],
        taxNumber: "HK-58213344",
        invoicePrefix: "HLS",
      },
    });
    await tx.account.create({ data: { id: accountId, email: "operator@demo.example", name: "Ada Operator" } });
    await tx.operatorMember.create({ data: { accountId, role: "admin" } });
    const nodeIds: string[] = [];
    for (const node of nodes) {
      const id = newId();
      nodeIds.push(id);
      await tx.pbxNode.create({
        data: {
          id,
          name: node.name,
          ariUrl: node.ariUrl,
          wsUrl: node.wsUrl,
          ariUsername: node.ariUsername,
          ariPasswordEnc: box.seal(node.ariPassword),
        },
      });
      await tx.trunk.create({
        data: { id: newId(), nodeId: id, name: "carrier", endpoint: "carrier", maxChannels: 200, callsPerSecond: 30 },
      });
    }
    return {
      operator: { kind: "operator", accountId, name: "Ada Operator", role: "admin", sessionId: newId() },
      legalEntityId,
      nodeIds,
    };
  });
}
