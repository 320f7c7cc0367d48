"use client";
import { FileDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "~/ui/button.tsx";
import { DropdownMenu } from "~/ui/menu.tsx";

interface FileMenuProps {
  readonly invoiceId: string;
  /** The operator names the client. */
  readonly tenantId?: string;
  /** E-invoices are for what is final. */
  readonly final: boolean;
}

/** An invoice as each kind of document that there is of it. */
export function FileMenu({ invoiceId, tenantId, final }: FileMenuProps) {
  const t = useTranslations("common.invoice.file");
  const address = (ending: string, query: Readonly<Record<string, string>> = {}): string => {
    const asked = new URLSearchParams({ ...query, ...(tenantId ? { tenantId } : {}) }).toString();
    return `/api/invoices/${invoiceId}.${ending}${asked ? `?${asked}` : ""}`;
  };
  const item = (key: "pdf" | "xlsx" | "lines" | "usage" | "ubl" | "facturx", href: string) => ({
    key,
    label: t(key),
    href,
  });
  return (
    <DropdownMenu
      trigger={<Button icon={<FileDown aria-hidden />}>{t("title")}</Button>}
      groups={[
        [item("pdf", address("pdf")), item("xlsx", address("xlsx"))],
        [item("lines", address("csv")), item("usage", address("csv", { of: "usage" }))],
        final ? [item("ubl", address("xml")), item("facturx", address("pdf", { of: "facturx" }))] : [],
      ]}
    />
  );
}
