"use client";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PageHeader } from "~/ui/layout.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { Margins } from "./margins.tsx";

const CostSheets = dynamic(() => import("./sheets.tsx").then((it) => it.CostSheets));

export default function Page() {
  const t = useTranslations("finance.costs");
  const [part, setPart] = useState("margin");
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Tabs
        label={t("title")}
        value={part}
        onChange={setPart}
        tabs={[
          { value: "margin", label: t("margin"), content: <Margins /> },
          { value: "sheets", label: t("sheets"), content: <CostSheets /> },
        ]}
      />
    </>
  );
}
