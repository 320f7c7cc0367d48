"use client";
import { useTranslations } from "next-intl";
import { FormField } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import type { Preview, Reading } from "./import-preview.tsx";

const ENCODINGS = [
  { value: "utf-8", label: "UTF-8" },
  { value: "gb18030", label: "GB18030 (GBK, GB2312)" },
  { value: "windows-1252", label: "Windows-1252" },
  { value: "utf-16le", label: "UTF-16 LE" },
  { value: "utf-16be", label: "UTF-16 BE" },
] as const;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** How the file is read: of a workbook which sheet, of a text its encoding and what parts its columns. */
export function ReadingChoice({ reading, onRead }: { reading: Preview["reading"]; onRead: (next: Reading) => void }) {
  const t = useTranslations("workspace.importPreview");
  if (reading.kind === "workbook") {
    if (reading.sheets.length === 1) return null;
    return (
      <FormField label={t("sheet")} className="w-72">
        <Select
          value={String(reading.sheet)}
          onChange={(sheet) => onRead({ sheet: Number(sheet) })}
          options={reading.sheets.map(({ name, hidden }, at) => ({
            value: String(at),
            label: hidden ? t("hiddenSheet", { name }) : name,
          }))}
        />
      </FormField>
    );
  }
  const delimiter = DELIMITERS.find((one) => one === reading.delimiter) ?? "";
  return (
    <div className="flex gap-4">
      <FormField label={t("encoding")} className="w-60">
        <Select value={reading.encoding} onChange={(encoding) => onRead({ encoding })} options={ENCODINGS} />
      </FormField>
      <FormField label={t("delimiter")} className="w-48">
        <Select
          value={delimiter}
          onChange={(next) => onRead({ delimiter: next })}
          options={DELIMITERS.map((value) => ({ value, label: t(`delimiters.${value}`) }))}
        />
      </FormField>
    </div>
  );
}
