"use client";
import { useTranslations } from "next-intl";
import { SessionsCard } from "~/account/sessions-card.tsx";
import { PageHeader } from "~/ui/layout.tsx";

export default function Page() {
  const t = useTranslations("account");
  return (
    <>
      <PageHeader title={t("sessions")} description={t("sessionsHint")} />
      <SessionsCard />
    </>
  );
}
