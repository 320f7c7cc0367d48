"use client";
import { useMutation } from "@tanstack/react-query";
import { Ellipsis, Network, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button, IconButton } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { EmptyState, Notice } from "~/ui/layout.tsx";
import { DropdownMenu } from "~/ui/menu.tsx";
import { ConfirmDialog, Dialog } from "~/ui/overlay.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { useWord } from "~/workspace/words.ts";
import { EditUnit, MoveDialog, type Unit, walk } from "./unit-dialogs.tsx";

export function OrgTree({ units }: { units: readonly Unit[] | undefined }) {
  const t = useTranslations("workspace.people");
  const word = useWord();
  const may = useMay();
  const [under, setUnder] = useState<Unit | "top" | null>(null);
  const trpc = useTRPC();
  const [editing, setEditing] = useState<Unit | null>(null);
  const [moving, setMoving] = useState<Unit | null>(null);
  const [removing, setRemoving] = useState<Unit | null>(null);
  const remove = useMutation(
    trpc.people.removeOrgUnit.mutationOptions({
      onSuccess: () => removing && toast.success(t("unitRemoved", { name: removing.name })),
      onSettled: () => setRemoving(null),
    }),
  );
  const addAtTop = may("person.invite") ? (
    <Button icon={<Plus aria-hidden />} onClick={() => setUnder("top")}>
      {t("addUnit")}
    </Button>
  ) : null;
  return (
    <div>
      <div className="flex items-center justify-between gap-4 border-b px-4 py-2.5">
        <p className="text-xs text-muted">{t("unitsHint")}</p>
        {units && units.length > 0 ? addAtTop : null}
      </div>
      {units === undefined ? <Skeleton className="m-4 w-48" /> : null}
      {units?.length === 0 ? (
        <EmptyState icon={<Network aria-hidden />} title={t("noUnits")} action={addAtTop}>
          {t("noUnitsHint")}
        </EmptyState>
      ) : null}
      <ul className="py-1">
        {walk(units ?? []).map(({ unit, depth }) => (
          <li
            key={unit.orgUnitId}
            className="group flex h-9 items-center gap-3 pr-3 hover:bg-hover"
            style={{ paddingLeft: `${16 + depth * 24}px` }}
          >
            <span className="text-sm font-medium">{unit.name}</span>
            <span className="text-xs text-faint">{word("unitKind", unit.kind)}</span>
            <span className="ml-auto text-xs text-muted">{t("headcount", { count: unit.people })}</span>
            {may("person.invite") ? (
              <span className="flex">
                <IconButton
                  size="sm"
                  label={t("addUnitUnder", { name: unit.name })}
                  icon={<Plus aria-hidden />}
                  onClick={() => setUnder(unit)}
                />
                <DropdownMenu
                  trigger={
                    <IconButton
                      size="sm"
                      label={t("unitActions", { name: unit.name })}
                      icon={<Ellipsis aria-hidden />}
                    />
                  }
                  groups={[
                    [
                      { key: "edit", label: t("editUnit"), onSelect: () => setEditing(unit) },
                      { key: "move", label: t("moveUnit"), onSelect: () => setMoving(unit) },
                    ],
                    [{ key: "remove", label: t("removeUnit"), danger: true, onSelect: () => setRemoving(unit) }],
                  ]}
                />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {under ? <AddUnit under={under === "top" ? null : under} onClose={() => setUnder(null)} /> : null}
      {editing ? <EditUnit unit={editing} onClose={() => setEditing(null)} /> : null}
      {moving ? <MoveDialog what={{ unit: moving }} onClose={() => setMoving(null)} /> : null}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={t("removeUnitTitle", { name: removing?.name ?? "" })}
        description={t("removeUnitHint")}
        confirmText={t("removeUnit")}
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate({ orgUnitId: removing.orgUnitId })}
      />
    </div>
  );
}

function AddUnit({ under, onClose }: { under: Unit | null; onClose: () => void }) {
  const t = useTranslations("workspace.people");
  const common = useTranslations("common");
  const word = useWord();
  const trpc = useTRPC();
  const describe = useDescribeError();
  const [name, setName] = useState("");
  const [kind, setKind] = useState(word("unitKind", under === null ? "department" : "team"));
  const add = useMutation(
    trpc.people.addOrgUnit.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("unitAdded", { name }));
        onClose();
      },
    }),
  );
  // The default kinds are kept by their name in the data, so that each reader sees them in their own language.
  const kindKey = ["department", "team", "seat"].find((one) => word("unitKind", one) === kind.trim()) ?? kind.trim();
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={under ? t("addUnitUnder", { name: under.name }) : t("addUnit")}
      onSubmit={() => name.trim() && kindKey && add.mutate({ parentId: under?.orgUnitId ?? null, kind: kindKey, name })}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={add.isPending} disabled={!name.trim() || !kind.trim()}>
            {common("add")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("unitName")} required>
          <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={120} autoFocus />
        </FormField>
        <FormField label={t("unitKind")} hint={t("unitKindHint")} required>
          <Input value={kind} onChange={(event) => setKind(event.target.value)} maxLength={40} />
        </FormField>
        {add.isError ? <Notice tone="danger">{describe(add.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}
