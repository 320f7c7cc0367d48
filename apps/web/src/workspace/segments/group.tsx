"use client";
import type { SegmentFilter } from "@callbay/domain/segment/types";
import { FolderPlus, Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button, IconButton } from "~/ui/button.tsx";
import { Checkbox } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import { ConditionRow, type Fields } from "./condition.tsx";
import { conditionOf, type GroupFilter, isGroup, MAX_DEPTH, partsOf, replaced, withParts } from "./tree.ts";

export interface GroupProps {
  readonly group: GroupFilter;
  readonly fields: Fields;
  /** 1 at the root. */
  readonly depth: number;
  readonly onChange: (group: GroupFilter) => void;
}

/** Conditions that hold together, or any of which holds; groups stand within groups. */
export function GroupEditor({ group, fields, depth, onChange }: GroupProps) {
  const t = useTranslations("segments.builder");
  const parts = partsOf(group);
  const match = "all" in group ? "all" : "any";
  const first = Object.keys(fields.attributes).sort()[0];
  const fresh = conditionOf(first === undefined ? "point:country" : `attribute:${first}`, fields.attributes);
  const add = (part: SegmentFilter): void => onChange(withParts(group, [...parts, part]));
  return (
    <div className={depth > 1 ? "flex flex-col gap-2 rounded-md border bg-sunken/50 p-3" : "flex flex-col gap-2"}>
      <div className="w-56">
        <Select
          aria-label={t("matchOf")}
          value={match}
          onChange={(next) => onChange(next === "all" ? { all: parts } : { any: parts })}
          options={(["all", "any"] as const).map((value) => ({ value, label: t(`match.${value}`) }))}
          size="sm"
        />
      </div>
      {parts.map((part, index) => (
        <Part
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name; they keep their places.
          key={index}
          part={part}
          fields={fields}
          depth={depth}
          onChange={(next) => onChange(replaced(group, index, next))}
        />
      ))}
      <div className="flex gap-2">
        <Button size="sm" icon={<Plus aria-hidden />} onClick={() => add(fresh)}>
          {t("addCondition")}
        </Button>
        {depth < MAX_DEPTH ? (
          <Button size="sm" icon={<FolderPlus aria-hidden />} onClick={() => add({ any: [fresh] })}>
            {t("addGroup")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

interface PartProps {
  readonly part: SegmentFilter;
  readonly fields: Fields;
  readonly depth: number;
  readonly onChange: (part: SegmentFilter | null) => void;
}

function Part({ part, fields, depth, onChange }: PartProps) {
  const t = useTranslations("segments.builder");
  const negated = "not" in part;
  const inner = negated ? part.not : part;
  const put = (next: SegmentFilter): void => onChange(negated ? { not: next } : next);
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        {isGroup(inner) ? (
          <GroupEditor group={inner} fields={fields} depth={depth + 1} onChange={put} />
        ) : "not" in inner ? (
          // Twice turned round, as the API may have saved it: shown as it is meant.
          <Part part={inner.not} fields={fields} depth={depth} onChange={onChange} />
        ) : (
          <ConditionRow condition={inner} fields={fields} onChange={put} />
        )}
      </div>
      <div className="flex h-8 items-center gap-2">
        <Checkbox label={t("negate")} checked={negated} onChange={(on) => onChange(on ? { not: inner } : inner)} />
        <IconButton label={t("remove")} icon={<X aria-hidden />} size="sm" onClick={() => onChange(null)} />
      </div>
    </div>
  );
}
