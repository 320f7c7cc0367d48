"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation } from "@tanstack/react-query";
import { Ellipsis, GraduationCap } from "lucide-react";
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

type Skill = RouterOutputs["people"]["skills"][number];

/** What calls can be routed by: languages, products, whatever not everybody can do. */
export function SkillList({ skills }: { skills: readonly Skill[] | undefined }) {
  const t = useTranslations("workspace.people.skills");
  const may = useMay();
  const trpc = useTRPC();
  const [renaming, setRenaming] = useState<Skill | null>(null);
  const [removing, setRemoving] = useState<Skill | null>(null);
  const remove = useMutation(
    trpc.people.removeSkill.mutationOptions({
      onSuccess: () => removing && toast.success(t("removed", { name: removing.name })),
      onSettled: () => setRemoving(null),
    }),
  );
  return (
    <div>
      <div className="flex items-center justify-between gap-4 border-b px-4 py-2.5">
        <p className="text-xs text-muted">{t("hint")}</p>
        {may("person.invite") ? <AddSkill /> : null}
      </div>
      {skills === undefined ? <Skeleton className="m-4 w-48" /> : null}
      {skills?.length === 0 ? (
        <EmptyState icon={<GraduationCap aria-hidden />} title={t("none")}>
          {t("noneHint")}
        </EmptyState>
      ) : null}
      <ul className="py-1">
        {skills?.map((skill) => (
          <li key={skill.skillId} className="flex h-9 items-center gap-3 pr-3 pl-4 hover:bg-hover">
            <span className="truncate text-sm font-medium">{skill.name}</span>
            <span className="ml-auto text-xs text-muted">{t("people", { count: skill.people })}</span>
            {may("person.invite") ? (
              <DropdownMenu
                trigger={
                  <IconButton size="sm" label={t("actions", { name: skill.name })} icon={<Ellipsis aria-hidden />} />
                }
                groups={[
                  [{ key: "rename", label: t("rename"), onSelect: () => setRenaming(skill) }],
                  [{ key: "remove", label: t("remove"), danger: true, onSelect: () => setRemoving(skill) }],
                ]}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {renaming ? <RenameSkill skill={renaming} onClose={() => setRenaming(null)} /> : null}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={t("removeTitle", { name: removing?.name ?? "" })}
        description={t("removeHint", { count: removing?.people ?? 0 })}
        confirmText={t("remove")}
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate({ skillId: removing.skillId })}
      />
    </div>
  );
}

/** One line: typing a name and Enter adds it, and the next can be typed. */
function AddSkill() {
  const t = useTranslations("workspace.people.skills");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [name, setName] = useState("");
  const add = useMutation(trpc.people.addSkill.mutationOptions({ onSuccess: () => setName("") }));
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) add.mutate({ name });
      }}
    >
      <Input
        aria-label={t("name")}
        placeholder={t("name")}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
        className="h-7 w-52"
      />
      <Button type="submit" size="sm" busy={add.isPending} disabled={!name.trim()}>
        {common("add")}
      </Button>
    </form>
  );
}

function RenameSkill({ skill, onClose }: { skill: Skill; onClose: () => void }) {
  const t = useTranslations("workspace.people.skills");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const [name, setName] = useState(skill.name);
  const rename = useMutation(
    trpc.people.renameSkill.mutationOptions({ meta: { quiet: true }, onSuccess: () => onClose() }),
  );
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t("renameTitle", { name: skill.name })}
      onSubmit={() => name.trim() && rename.mutate({ skillId: skill.skillId, name })}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={rename.isPending} disabled={!name.trim()}>
            {common("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("name")} required>
          <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </FormField>
        {rename.isError ? <Notice tone="danger">{describe(rename.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}
