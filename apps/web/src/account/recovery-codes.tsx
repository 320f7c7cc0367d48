"use client";
import { useTranslations } from "next-intl";
import { CopyField } from "~/ui/copy-field.tsx";

/** Recovery codes, this once. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const t = useTranslations("account");
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">{t("codesHint")}</p>
      <ul className="tabular grid grid-cols-2 gap-x-6 gap-y-1 rounded-md bg-sunken px-4 py-3 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyField value={codes.join(" ")} label={t("codesTitle")} />
    </div>
  );
}
