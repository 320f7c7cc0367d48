"use client";
import { useTranslations } from "next-intl";
import type { FieldsProps, PriceKind } from "./kind.ts";
import { Cell, FieldRow, type Row, Rows, TextField } from "./parts.tsx";

interface MilestoneRow extends Row {
  /** Kept through amendments: what was charged once is known by it. */
  readonly key: string;
  readonly name: string;
  readonly amount: string;
  /** Empty: charged when it is reported as reached. */
  readonly dueOn: string;
}

export interface ProjectValues {
  readonly name: string;
  readonly milestones: readonly MilestoneRow[];
}

/** A project by milestones. */
export const project: PriceKind<"project"> = {
  empty: { name: "", milestones: [{ id: 1, key: "m1", name: "", amount: "", dueOn: "" }] },
  valuesOf: (params) => ({
    name: params.name,
    milestones: params.milestones.map((one, index) => ({ ...one, id: index + 1, dueOn: one.dueOn ?? "" })),
  }),
  read: (values, fields) => {
    if (values.milestones.length === 0) fields.say("milestones", "needed");
    return {
      type: "project",
      name: fields.text("name", values.name),
      milestones: values.milestones.map((row, index) => {
        const at = fields.within("milestones").within(index);
        return {
          key: row.key,
          name: at.text("name", row.name),
          amount: at.rate("amount", row.amount),
          dueOn: row.dueOn === "" ? null : at.day("dueOn", row.dueOn),
        };
      }),
    };
  },
  Fields: ProjectFields,
};

function freeKey(rows: readonly MilestoneRow[]): string {
  let number = rows.length + 1;
  while (rows.some((row) => row.key === `m${number}`)) number += 1;
  return `m${number}`;
}

function ProjectFields({ values, set, problem, currency }: FieldsProps<"project">) {
  const t = useTranslations("operator.contractEditor.project");
  return (
    <>
      <FieldRow>
        <TextField
          label={t("name")}
          mode="text"
          required
          className="col-span-2"
          value={values.name}
          onChange={(name) => set({ name })}
          error={problem("name")}
        />
      </FieldRow>
      <Rows
        title={t("milestones")}
        hint={t("milestonesHint")}
        addText={t("add")}
        error={problem("milestones")}
        rows={values.milestones}
        onChange={(milestones) => set({ milestones })}
        newRow={(id): MilestoneRow => ({ id, key: freeKey(values.milestones), name: "", amount: "", dueOn: "" })}
        columns="minmax(0,1fr) 8rem 9rem"
        headers={[t("milestone"), t("amount", { currency }), t("dueOn")]}
      >
        {(row, change, index) => (
          <>
            <Cell
              label={t("milestone")}
              mode="text"
              value={row.name}
              onChange={(name) => change({ name })}
              error={problem(`milestones.${index}.name`)}
            />
            <Cell
              label={t("amount", { currency })}
              value={row.amount}
              onChange={(amount) => change({ amount })}
              error={problem(`milestones.${index}.amount`)}
            />
            <Cell
              label={t("dueOn")}
              type="date"
              value={row.dueOn}
              onChange={(dueOn) => change({ dueOn })}
              error={problem(`milestones.${index}.dueOn`)}
            />
          </>
        )}
      </Rows>
    </>
  );
}
