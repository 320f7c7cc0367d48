import type { DispositionField } from "@callbay/domain/disposition-fields";
import { useTranslations } from "next-intl";

/** What agents fill in with a disposition, in words. */
export function AskedFields({ fields }: { fields: readonly DispositionField[] }) {
  const t = useTranslations("workspace.editor.dispositions.fields");
  if (fields.length === 0) return null;
  const names = fields.map(({ type, label }) => (type === "note" || type === "callback" ? t(`name.${type}`) : label));
  return <span className="min-w-0 truncate text-xs text-muted">{t("asks", { names: names.join(", ") })}</span>;
}
