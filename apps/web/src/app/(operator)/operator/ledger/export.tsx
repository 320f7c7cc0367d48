"use client";
import { addDays } from "@callbay/domain/days";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ofClient } from "~/finance/client-filter.tsx";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Dialog } from "~/ui/overlay.tsx";

function lastMonth(): { from: string; through: string } {
  const first = `${new Date().toISOString().slice(0, 7)}-01`;
  const through = addDays(first, -1);
  return { from: `${through.slice(0, 7)}-01`, through };
}

/** Asks for the days of the journal; the browser then streams it to disk. */
export function JournalExport({ tenantId, onDone }: { tenantId: string; onDone: () => void }) {
  const t = useTranslations("finance.ledger");
  const f = useTranslations("finance.filter");
  const c = useTranslations("common");
  const [days, setDays] = useState(lastMonth);
  const complete = days.from !== "" && days.through >= days.from;
  const query = new URLSearchParams({ ...days, ...ofClient(tenantId) });
  return (
    <Dialog
      open
      onOpenChange={onDone}
      size="sm"
      title={t("exportTitle")}
      description={t("exportHint")}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button asChild tone="primary" aria-disabled={!complete}>
            <a
              href={complete ? `/api/ledger/journal.csv?${query}` : undefined}
              download
              onClick={() => complete && onDone()}
            >
              {t("download")}
            </a>
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-4">
        <FormField label={f("from")}>
          <Input type="date" value={days.from} onChange={(event) => setDays({ ...days, from: event.target.value })} />
        </FormField>
        <FormField label={f("through")}>
          <Input
            type="date"
            value={days.through}
            onChange={(event) => setDays({ ...days, through: event.target.value })}
          />
        </FormField>
      </div>
    </Dialog>
  );
}
