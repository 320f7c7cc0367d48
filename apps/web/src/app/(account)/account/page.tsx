"use client";
import { useTranslations } from "next-intl";
import { ProfileCard } from "~/account/profile-card.tsx";
import { PageHeader } from "~/ui/layout.tsx";

export default function Page() {
  const t = useTranslations("account");
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <ProfileCard />
    </>
  );
}
