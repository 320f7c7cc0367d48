"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { useWord } from "~/workspace/words.ts";
import type { Person } from "./people-table.tsx";

export type Unit = RouterOutputs["people"]["orgUnits"][number];

/** Stands for no unit in a choice. */
const NONE = "none";

/** Units in the order of the tree, each with its depth. A unit whose parent is not there stands at the top. */
export function walk(units: readonly Unit[]): { unit: Unit; depth: number }[] {
  const known = new Set(units.map((unit) => unit.orgUnitId));
  const parentOf = (unit: Unit): string | null => (unit.parentId && known.has(unit.parentId) ? unit.parentId : null);
  const down = (parent: string | null, depth: number): { unit: Unit; depth: number }[] =>
    units
      .filter((unit) => parentOf(unit) === parent)
      .flatMap((unit) => [{ unit, depth }, ...down(unit.orgUnitId, depth + 1)]);
  return down(null, 0);
}

/** A unit's name and kind. */
export function EditUnit({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const t = useTranslations("workspace.people");
  const common = useTranslations("common");
  const word = useWord();
  const trpc = useTRPC();
  const describe = useDescribeError();
  const [name, setName] = useState(unit.name);
  const [kind, setKind] = useState(word("unitKind", unit.kind));
  const save = useMutation(
    trpc.people.updateOrgUnit.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("unitSaved", { name }));
        onClose();
      },
    }),
  );
  const kindKey = ["department", "team", "seat"].find((one) => word("unitKind", one) === kind.trim()) ?? kind.trim();
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t("editUnitTitle", { name: unit.name })}
      onSubmit={() => name.trim() && kindKey && save.mutate({ orgUnitId: unit.orgUnitId, kind: kindKey, name })}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={save.isPending} disabled={!name.trim() || !kind.trim()}>
            {common("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("unitName")} required>
          <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={120} />
        </FormField>
        <FormField label={t("unitKind")} hint={t("unitKindHint")} required>
          <Input value={kind} onChange={(event) => setKind(event.target.value)} maxLength={40} />
        </FormField>
        {save.isError ? <Notice tone="danger">{describe(save.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}

/** Where a unit, or a person, is put. */
export function MoveDialog({ what, onClose }: { what: { unit: Unit } | { person: Person }; onClose: () => void }) {
  const t = useTranslations("workspace.people");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const units = useQuery(trpc.people.orgUnits.queryOptions({}));
  const isUnit = "unit" in what;
  const name = isUnit ? what.unit.name : what.person.name;
  const before = (isUnit ? what.unit.parentId : what.person.orgUnit?.id) ?? NONE;
  const [target, setTarget] = useState<string>(before);
  const options = {
    meta: { quiet: true },
    onSuccess: () => {
      toast.success(t("unitMoved", { name }));
      onClose();
    },
  };
  const moveUnit = useMutation(trpc.people.moveOrgUnit.mutationOptions(options));
  const movePerson = useMutation(trpc.people.move.mutationOptions(options));
  const asked = isUnit ? moveUnit : movePerson;
  const chosen = target === NONE ? null : target;
  const submit = () =>
    isUnit
      ? moveUnit.mutate({ orgUnitId: what.unit.orgUnitId, parentId: chosen })
      : movePerson.mutate({ membershipId: what.person.membershipId, orgUnitId: chosen });
  const below = isUnit ? new Set(subtree(units.data ?? [], what.unit.orgUnitId)) : new Set<string>();
  const places = walk(units.data ?? []).filter(({ unit }) => !below.has(unit.orgUnitId));
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={isUnit ? t("moveUnitTitle", { name }) : t("movePersonTitle", { name })}
      description={isUnit ? t("moveHint") : t("movePersonHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={asked.isPending} disabled={target === before}>
            {t("moveUnit")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={isUnit ? t("moveTo") : t("unit")}>
          <Select
            value={target}
            onChange={setTarget}
            options={[
              { value: NONE, label: isUnit ? t("atTop") : t("noUnit") },
              ...places.map(({ unit, depth }) => ({
                value: unit.orgUnitId,
                label: `${"\u2003".repeat(depth)}${unit.name}`,
              })),
            ]}
          />
        </FormField>
        {asked.isError ? <Notice tone="danger">{describe(asked.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}

/** A unit and all below it: it cannot be put there. */
function subtree(units: readonly Unit[], orgUnitId: string): string[] {
  return [
    orgUnitId,
    ...units.filter(({ parentId }) => parentId === orgUnitId).flatMap((unit) => subtree(units, unit.orgUnitId)),
  ];
}
