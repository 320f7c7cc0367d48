"use client";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/layout.tsx";

/** All data of the workspace as one file; the browser downloads it as it is read. */
export function ExportCard() {
  const t = useTranslations("workspace.export");
  return (
    <Card title={t("title")} description={t("hint")}>
      <Button asChild icon={<Download aria-hidden />}>
        <a href="/api/export" download>
          {t("take")}
        </a>
      </Button>
    </Card>
  );
}
