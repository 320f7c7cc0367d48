"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { LOCALES } from "~/i18n/locales.ts";
import { useMe } from "~/shell/me.tsx";
import { usePreferences } from "~/shell/preferences.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Card } from "~/ui/layout.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";

const LANGUAGE_NAMES = { en: "English", "zh-CN": "简体中文" } as const;
const THEMES = ["system", "light", "dark"] as const;

/** The name a person is shown by, their language, their look. */
export function ProfileCard() {
  const t = useTranslations("account");
  const common = useTranslations("common");
  const { account } = useMe();
  const trpc = useTRPC();
  const router = useRouter();
  const locale = useLocale();
  const { setLocale, setTheme } = usePreferences();
  const [name, setName] = useState(account.name);
  const [theme, chooseTheme] = useState(THEMES.find((one) => one === account.theme) ?? "system");
  const save = useMutation(
    trpc.session.preferences.mutationOptions({
      onSuccess: () => {
        toast.success(t("nameSaved"));
        router.refresh();
      },
    }),
  );
  return (
    <Card title={t("profile")}>
      <form
        className="grid grid-cols-2 gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ name: name.trim() });
        }}
      >
        <FormField label={t("name")}>
          <Input autoComplete="name" maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
        </FormField>
        <FormField label={t("email")}>
          <Input readOnly value={account.email} className="bg-sunken" />
        </FormField>
        <FormField label={t("language")}>
          <Select
            value={locale}
            onChange={setLocale}
            options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          />
        </FormField>
        <FormField label={t("theme")}>
          <Select
            value={theme}
            onChange={(next) => {
              chooseTheme(next);
              setTheme(next);
            }}
            options={THEMES.map((value) => ({ value, label: common(`theme.${value}`) }))}
          />
        </FormField>
        <div className="col-span-2 flex justify-end">
          <Button
            type="submit"
            tone="primary"
            busy={save.isPending}
            disabled={!name.trim() || name.trim() === account.name}
          >
            {common("save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
