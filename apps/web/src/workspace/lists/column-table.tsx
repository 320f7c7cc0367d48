"use client";
import { useTranslations } from "next-intl";
import { Input } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import { type Columns, keyOf, ROLES, roleOf, withKey, withRole } from "./column-roles.ts";
import type { Preview } from "./import-preview.tsx";

/** Each column of the file: its header, its first values, what it is taken for. */
export function ColumnTable({
  of,
  columns,
  onChange,
}: {
  of: Preview;
  columns: Columns;
  onChange: (next: Columns) => void;
}) {
  const t = useTranslations("workspace.importPreview");
  const headers = of.header.map(({ name }) => (columns.hasHeader ? name : ""));
  const roles = ROLES.map((value) => ({ value, label: t(`roles.${value}`) }));
  return (
    <section aria-label={t("columns")} className="max-h-[40vh] overflow-y-auto rounded-lg border">
      <table className="w-full table-fixed text-sm">
        <thead className="sticky top-0 z-10 bg-surface text-left text-xs text-muted">
          <tr className="border-b [&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
            <th className="w-[24%]">{t("column")}</th>
            <th>{t("samples")}</th>
            <th className="w-44">{t("role")}</th>
            <th className="w-44">{t("key")}</th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {of.header.map(({ name, samples }, column) => {
            const role = roleOf(columns, column);
            const title = columns.hasHeader && name ? name : t("columnNo", { number: column + 1 });
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
              <tr key={column} className="[&>td]:px-3 [&>td]:py-1.5">
                <td className="truncate font-medium" title={title}>
                  {title}
                </td>
                <td className="truncate text-muted" title={samples.join("\n")}>
                  {samples.join(" · ") || "—"}
                </td>
                <td>
                  <Select
                    size="sm"
                    aria-label={`${title}: ${t("role")}`}
                    value={role}
                    onChange={(next) => onChange(withRole(columns, column, next, headers))}
                    options={roles}
                  />
                </td>
                <td>
                  {role === "attribute" ? (
                    <Input
                      className="h-7 text-xs"
                      aria-label={`${title}: ${t("key")}`}
                      value={keyOf(columns, column)}
                      maxLength={120}
                      onChange={(event) => onChange(withKey(columns, column, event.target.value))}
                    />
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
