"use client";
import { TENANT_ROLES, type TenantRole } from "@callbay/domain/permissions";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMe } from "~/shell/me.tsx";
import { cx } from "~/ui/cx.ts";

/** The roles that this person may give, each with what it opens. Owners alone make owners. */
export function RoleChoice({ value, onChange }: { value: TenantRole; onChange: (role: TenantRole) => void }) {
  const t = useTranslations("workspace.people");
  const label = useEnumLabel();
  const me = useMe();
  const name = useId();
  const roles = TENANT_ROLES.filter((role) => role !== "owner" || me.workspace.role === "owner");
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t("role")}</legend>
      <div className="grid grid-cols-2 gap-2">
        {roles.map((role) => (
          <label
            key={role}
            className={cx(
              "flex cursor-pointer items-start gap-2.5 rounded-md border px-3 py-2 hover:border-control",
              "has-focus-visible:outline-2 has-focus-visible:outline-focus",
              value === role && "border-accent bg-selected",
            )}
          >
            <input
              type="radio"
              name={name}
              value={role}
              checked={value === role}
              onChange={() => onChange(role)}
              className="mt-1 accent-(--accent) outline-none"
            />
            <span>
              <span className="block text-sm font-medium">{label("tenantRole", role)}</span>
              <span className="block text-xs text-muted">{t(`roleHint.${role}`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
