"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PageHeader } from "~/ui/layout.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { AllPayments } from "./all.tsx";

export default function Page() {
  const t = useTranslations("finance.payments");
  const [part, setPart] = useState("all");
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Tabs
        label={t("title")}
        value={part}
        onChange={setPart}
        tabs={[{ value: "all", label: t("all"), content: <AllPayments /> }]}
      />
    </>
  );
}
