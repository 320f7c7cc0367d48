import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { DncImport, DncRegister } from "@callbay/db/types";
import { notFound } from "@callbay/domain/errors";
import type { VerbContext } from "../context.ts";
import { operatorQuery, operatorVerb, tenantQuery, tenantVerb, type Unit, z } from "../verb.ts";
import { IMPORT_VIEW, type NumbersImportView, numbersImportView } from "./import-view.ts";
import { rejudgeRegisters } from "./rejudge.ts";

/** A register as screens see it. */
export interface RegisterView {
  readonly id: string;
  readonly name: string;
  /** Where it comes from, as its keeper wrote it. */
  readonly source: string;
  /** The operator's: it binds every workspace. */
  readonly operator: boolean;
  /** A file is in force. */
  readonly filled: boolean;
  readonly numbers: number;
  readonly bytes: number;
  readonly validUntil: Date | null;
  readonly enabled: boolean;
  readonly updatedAt: Date;
  /** The newest; null before the first, and for those who do not keep the register. */
  readonly latest: NumbersImportView | null;
}

function view(row: DncRegister, latest: Pick<DncImport, keyof typeof IMPORT_VIEW> | undefined): RegisterView {
  const { id, name, source, tenantId, storageKey, validUntil, enabled, updatedAt } = row;
  return {
    id,
    name,
    source,
    operator: tenantId === null,
    filled: storageKey !== null,
    numbers: Number(row.numbers),
    bytes: Number(row.bytes),
    validUntil,
    enabled,
    updatedAt,
    latest: latest ? numbersImportView(latest) : null,
  };
}

async function list(tx: Tx, where: { tenantId: string | null }[]): Promise<RegisterView[]> {
  const rows = await tx.dncRegister.findMany({
    where: { OR: where },
    orderBy: [{ tenantId: { sort: "asc", nulls: "first" } }, { name: "asc" }, { id: "asc" }],
    include: { imports: { orderBy: { id: "desc" }, take: 1, select: IMPORT_VIEW } },
  });
  return rows.map((row) => view(row, row.imports[0]));
}

/** The operator's registers, which bind every workspace. */
export const listRegisters = operatorQuery({
  name: "registers.list",
  permission: "platform.dnc.read",
  input: z.object({}),
  run: async ({ tx }) => ({ items: await list(tx, [{ tenantId: null }]) }),
});

/** The registers that bind this workspace: the operator's, to be read, and its own. */
export const listOwnRegisters = tenantQuery({
  name: "dnc.registers",
  permission: "list.read",
  input: z.object({}),
  run: async ({ tx, tenantId }) => ({ items: await list(tx, [{ tenantId: null }, { tenantId }]) }),
});

const name = z.string().trim().min(1).max(120);
const source = z.string().trim().max(400);
const settings = { name, source: source.default(""), validUntil: z.date().nullish() };

const createInput = z.object(settings);
const updateInput = z.object({
  registerId: z.uuid(),
  name: name.optional(),
  source: source.optional(),
  validUntil: z.date().nullish(),
  enabled: z.boolean().optional(),
});

/** A register of the operator's, empty; its numbers come as a file. */
export const createRegister = operatorVerb({
  name: "registers.create",
  permission: "platform.dnc.write",
  input: createInput,
  run: (unit, input) => create(unit, null, input),
});

/** A register of the workspace's own, such as a subscription to a national one. */
export const createOwnRegister = tenantVerb({
  name: "dnc.createRegister",
  permission: "dnc.write",
  input: createInput,
  run: (unit, input) => create(unit, unit.tenantId, input),
});

/** Changes what a register is called, how long it may be dialled by, or whether it counts at all. */
export const updateRegister = operatorVerb({
  name: "registers.update",
  permission: "platform.dnc.write",
  input: updateInput,
  run: (unit, input) => update(unit, null, input),
});

export const updateOwnRegister = tenantVerb({
  name: "dnc.updateRegister",
  permission: "dnc.write",
  input: updateInput,
  run: (unit, input) => update(unit, unit.tenantId, input),
});

async function create(unit: Unit, tenantId: string | null, input: z.output<typeof createInput>) {
  const { tx, now } = unit;
  const id = newId();
  const { name, source, validUntil = null } = input;
  await tx.dncRegister.createMany({ data: { id, tenantId, name, source, validUntil, createdAt: now, updatedAt: now } });
  await unit.audit({
    action: tenantId ? "dnc.createRegister" : "registers.create",
    entity: "dnc_register",
    entityId: id,
    after: { name, source, validUntil: validUntil?.toISOString() ?? null },
  });
  unit.emit({ type: "dnc.changed" });
  return { registerId: id };
}

async function update(unit: Unit, tenantId: string | null, input: z.output<typeof updateInput>) {
  const { tx, now } = unit;
  const { registerId, validUntil, ...changes } = input;
  const row = await tx.dncRegister.findFirst({ where: { id: registerId, tenantId } });
  if (!row) throw notFound("register");
  const data = { ...changes, ...(validUntil === undefined ? {} : { validUntil }) };
  await tx.dncRegister.updateMany({ where: { id: registerId, tenantId }, data: { ...data, updatedAt: now } });
  const told = (of: { name: string; source: string; enabled: boolean; validUntil: Date | null }) => ({
    name: of.name,
    source: of.source,
    enabled: of.enabled,
    validUntil: of.validUntil?.toISOString() ?? null,
  });
  await unit.audit({
    action: tenantId ? "dnc.updateRegister" : "registers.update",
    entity: "dnc_register",
    entityId: registerId,
    before: told(row),
    after: told({
      name: input.name ?? row.name,
      source: input.source ?? row.source,
      enabled: input.enabled ?? row.enabled,
      validUntil: validUntil === undefined ? row.validUntil : validUntil,
    }),
  });
  unit.emit({ type: "dnc.changed" });
  // Whom it held back is asked about anew; the gate finds it switched off within a second or two.
  if (row.enabled && input.enabled === false) unit.afterCommit(() => rejudgeRegisters(asSystem(unit), tenantId));
  return { registerId };
}

function asSystem({ deps, now }: Unit): VerbContext {
  return { deps, now, actor: { kind: "system", name: "registers" }, requestId: "registers" };
}
