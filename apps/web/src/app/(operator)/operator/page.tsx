"use client";
import { useTranslations } from "next-intl";
import { PageHeader } from "~/ui/layout.tsx";

export default function Page() {
  const t = useTranslations("common");
  return <PageHeader title={t("nav.tenants")} />;
}
