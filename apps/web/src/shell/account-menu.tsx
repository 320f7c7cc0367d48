"use client";
import { useMutation } from "@tanstack/react-query";
import {
  Building2,
  Check,
  ChevronsUpDown,
  ClipboardCheck,
  Languages,
  LogOut,
  Monitor,
  Moon,
  Sun,
  UserRound,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { LOCALES, type Theme } from "~/i18n/locales.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { DropdownMenu, type MenuItem } from "~/ui/menu.tsx";
import { useMay, useMe } from "./me.tsx";
import { usePreferences } from "./preferences.ts";

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const LANGUAGE_NAMES = { en: "English", "zh-CN": "简体中文" } as const;

function Initials({ name }: { name: string }) {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? `${words[0]?.[0] ?? ""}${words[1]?.[0] ?? ""}` : name.trim().slice(0, 2);
  return (
    <span
      aria-hidden
      className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-2xs font-semibold text-accent uppercase"
    >
      {letters}
    </span>
  );
}

/** The workspaces of this person, where there are several. */
export function useWorkspaceItems(): MenuItem[] {
  const me = useMe();
  const t = useTranslations("common");
  const trpc = useTRPC();
  const change = useMutation(
    trpc.session.switchWorkspace.mutationOptions({ onSuccess: () => window.location.assign("/enter") }),
  );
  if (me.workspaces.length < 2) return [];
  const here = me.workspace.kind === "tenant" ? me.workspace.tenantId : null;
  return me.workspaces.map((workspace) => ({
    key: workspace.tenantId ?? "operator",
    label: workspace.name ?? t("operatorConsole"),
    icon: workspace.tenantId === here ? <Check aria-hidden /> : <Building2 aria-hidden />,
    disabled: workspace.tenantId === here,
    onSelect: () => change.mutate({ tenantId: workspace.tenantId }),
  }));
}

/** Name and role, and what a person may set for themselves. */
export function AccountMenu({ theme, compact }: { theme: Theme; compact?: boolean }) {
  const me = useMe();
  const may = useMay();
  const t = useTranslations("common");
  const label = useEnumLabel();
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const [chosen, setChosen] = useState(theme);
  const { setTheme, setLocale } = usePreferences();
  const workspaces = useWorkspaceItems();
  const signOut = useMutation(
    trpc.session.signOut.mutationOptions({ onSettled: () => window.location.assign("/sign-in") }),
  );
  const roleOf = me.workspace.kind === "operator" ? "operatorRole" : "tenantRole";
  const themes = (["system", "light", "dark"] as const).map((value): MenuItem => {
    const Icon = THEME_ICONS[value];
    return {
      key: value,
      label: t(`theme.${value}`),
      icon: <Icon aria-hidden />,
      checked: value === chosen,
      onSelect: () => {
        setChosen(value);
        setTheme(value);
      },
    };
  });
  const languages = LOCALES.map(
    (value): MenuItem => ({
      key: value,
      label: LANGUAGE_NAMES[value],
      icon: <Languages aria-hidden />,
      checked: value === locale,
      onSelect: () => setLocale(value),
    }),
  );
  return (
    <DropdownMenu
      align={compact ? "end" : "start"}
      side={compact ? "bottom" : "top"}
      header={
        <div className="max-w-60">
          <p className="truncate text-sm font-medium">{me.account.name}</p>
          <p className="truncate text-xs text-muted">{me.account.email}</p>
        </div>
      }
      groups={[
        workspaces,
        themes,
        languages,
        [
          ...(may("quality.own")
            ? [
                {
                  key: "assessments",
                  label: t("myAssessments"),
                  icon: <ClipboardCheck aria-hidden />,
                  onSelect: () => router.push("/account/assessments"),
                },
              ]
            : []),
          {
            key: "account",
            label: t("account"),
            icon: <UserRound aria-hidden />,
            onSelect: () => router.push("/account"),
          },
        ],
        [{ key: "out", label: t("signOut"), icon: <LogOut aria-hidden />, onSelect: () => signOut.mutate() }],
      ]}
      trigger={
        <button
          type="button"
          className="flex min-w-0 items-center gap-2 rounded-md p-1.5 text-left hover:bg-hover data-[state=open]:bg-hover"
        >
          <Initials name={me.account.name} />
          {compact ? (
            <span className="sr-only">{t("accountMenu", { name: me.account.name })}</span>
          ) : (
            <>
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm leading-4 font-medium">{me.account.name}</span>
                <span className="block truncate text-xs text-muted">{label(roleOf, me.workspace.role)}</span>
              </span>
              <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-faint" />
            </>
          )}
        </button>
      }
    />
  );
}
