"use client";
import { SKILL_LEVELS, type SkillLevel } from "@callbay/domain/skills";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { toast } from "~/ui/toast.tsx";
import type { Person } from "./people-table.tsx";

/** What one person can do, and how well. */
export function SkillsDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useTranslations("workspace.people.skills");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const known = useQuery(trpc.people.skills.queryOptions({}));
  const [levels, setLevels] = useState<ReadonlyMap<string, number>>(
    () => new Map(person.skills.map(({ skillId, level }) => [skillId, level])),
  );
  const save = useMutation(
    trpc.people.setSkills.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("saved", { name: person.name }));
        onClose();
      },
    }),
  );
  const choose = (skillId: string, level: SkillLevel | 0): void => {
    const next = new Map(levels);
    if (level === 0) next.delete(skillId);
    else next.set(skillId, level);
    setLevels(next);
  };
  const submit = (): void =>
    save.mutate({
      membershipId: person.membershipId,
      skills: [...levels].flatMap(([skillId, chosen]) =>
        SKILL_LEVELS.filter((level) => level === chosen).map((level) => ({ skillId, level })),
      ),
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("personTitle", { name: person.name })}
      description={t("levelHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={save.isPending} disabled={!known.data?.length}>
            {common("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2">
        <Query of={known}>
          {(skills) =>
            skills?.length === 0 ? (
              <Notice>{t("noneHint")}</Notice>
            ) : (
              skills?.map((skill) => (
                <fieldset key={skill.skillId} className="flex h-9 items-center gap-3 border-b last:border-b-0">
                  <legend className="sr-only">{skill.name}</legend>
                  <span aria-hidden className="min-w-0 flex-1 truncate text-sm">
                    {skill.name}
                  </span>
                  <Levels
                    name={skill.skillId}
                    value={levels.get(skill.skillId) ?? 0}
                    onChange={(level) => choose(skill.skillId, level)}
                  />
                </fieldset>
              ))
            )
          }
        </Query>
        {save.isError ? <Notice tone="danger">{describe(save.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}

interface LevelsProps {
  readonly name: string;
  readonly value: number;
  readonly onChange: (level: SkillLevel | 0) => void;
}

/** Radios in a row: arrow keys and a click choose, "–" is not at all. */
function Levels({ name, value, onChange }: LevelsProps) {
  const t = useTranslations("workspace.people.skills");
  return (
    <span className="flex overflow-hidden rounded-md border">
      {([0, ...SKILL_LEVELS] as const).map((level) => (
        <label
          key={level}
          className="relative grid h-7 w-8 cursor-default place-items-center border-l text-sm first:border-l-0 hover:bg-hover has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            className="absolute inset-0 opacity-0"
            name={name}
            checked={value === level}
            aria-label={level === 0 ? t("notAtAll") : t("level", { level })}
            onChange={() => onChange(level)}
          />
          <span aria-hidden>{level === 0 ? "–" : level}</span>
        </label>
      ))}
    </span>
  );
}
