"use client";
import { Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { Button } from "~/ui/button.tsx";
import { PageHeader } from "~/ui/layout.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { AllPayments } from "./all.tsx";
import { BankLines } from "./bank-lines.tsx";
import { BankStatements } from "./bank-statements.tsx";
import { ImportStatement } from "./import-statement.tsx";

export default function Page() {
  const t = useTranslations("finance.payments");
  const b = useTranslations("finance.bank");
  const may = useMay()("platform.payment.write");
  const [part, setPart] = useState("all");
  const [importing, setImporting] = useState(false);
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("hint")}
        actions={
          may ? (
            <Button tone="primary" icon={<Upload aria-hidden />} onClick={() => setImporting(true)}>
              {b("import")}
            </Button>
          ) : null
        }
      />
      <Tabs
        label={t("title")}
        value={part}
        onChange={setPart}
        tabs={[
          { value: "all", label: t("all"), content: <AllPayments /> },
          { value: "lines", label: b("waiting"), content: <BankLines /> },
          { value: "statements", label: t("statements"), content: <BankStatements /> },
        ]}
      />
      {importing ? (
        <ImportStatement
          onDone={() => setImporting(false)}
          onImported={() => {
            setImporting(false);
            setPart("lines");
          }}
        />
      ) : null}
    </>
  );
}
