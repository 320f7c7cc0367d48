"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { FileDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Day, Money, useToday } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";

type Part = RouterOutputs["invoices"]["statement"]["currencies"][number];

/** What was owed, what moved it, what is owed now: over the days that the reader chooses. */
export function Statement() {
  const t = useTranslations("workspace.money");
  const trpc = useTRPC();
  const today = useToday();
  const [from, setFrom] = useState(`${Number(today.slice(0, 4)) - 1}${today.slice(4, 8)}01`);
  const [through, setThrough] = useState(today);
  const valid = from !== "" && through !== "" && from <= through;
  const statement = useQuery(trpc.invoices.statement.queryOptions({ from, through }, { enabled: valid }));
  const file = `/api/statement.csv?${new URLSearchParams({ from, through })}`;
  return (
    <Card
      title={t("statement")}
      actions={
        valid ? (
          <Button asChild size="sm">
            <a href={file} download>
              <FileDown aria-hidden />
              CSV
            </a>
          </Button>
        ) : null
      }
    >
      <div className="grid max-w-md grid-cols-2 gap-4">
        <FormField label={t("from")}>
          <Input type="date" value={from} max={through} onChange={(event) => setFrom(event.target.value)} />
        </FormField>
        <FormField label={t("through")} error={valid ? undefined : t("periodEmpty")}>
          <Input type="date" value={through} min={from} onChange={(event) => setThrough(event.target.value)} />
        </FormField>
      </div>
      <Query of={statement}>
        {(data) =>
          data === undefined ? (
            <Skeleton className="mt-4 h-24" />
          ) : data.currencies.length === 0 ? (
            <p className="mt-4 text-sm text-muted">{t("statementEmpty")}</p>
          ) : (
            data.currencies.map((part) => (
              <CurrencyPart key={part.currency} part={part} from={from} through={through} />
            ))
          )
        }
      </Query>
    </Card>
  );
}

function CurrencyPart({ part, from, through }: { part: Part; from: string; through: string }) {
  const t = useTranslations("workspace.money");
  const { currency } = part;
  return (
    <table className="mt-4 w-full text-sm" aria-label={`${t("statement")} ${currency}`}>
      <thead>
        <tr className="h-8 border-b text-left text-xs text-muted [&_th]:font-medium">
          <th scope="col" className="w-32">
            {t("day")}
          </th>
          <th scope="col">{t("event")}</th>
          <th scope="col" className="w-40 text-right">
            {t("amount")}
          </th>
          <th scope="col" className="w-40 text-right">
            {t("balance")}
          </th>
        </tr>
      </thead>
      <tbody className="[&_td]:py-1.5 [&_tr]:border-b [&_tr]:border-line/70 [&_tr:last-child]:border-b-0">
        <tr className="text-muted">
          <td>
            <Day date={from} />
          </td>
          <td colSpan={2}>{t("opening")}</td>
          <td className="text-right">
            <Money minor={part.openingMinor} currency={currency} />
          </td>
        </tr>
        {part.items.map((row) => (
          <tr key={`${row.occurredAt.toISOString()} ${row.kind} ${row.documentNumber} ${row.amountMinor}`}>
            <td>
              <Day date={row.bookedOn} />
            </td>
            <td>
              {t(`events.${row.kind}`)}{" "}
              {row.invoiceId ? (
                <Link href={`/w/invoices/${row.invoiceId}`} className="text-accent hover:underline">
                  {row.documentNumber}
                </Link>
              ) : (
                row.documentNumber
              )}
            </td>
            <td className="text-right">
              <Money minor={row.amountMinor} currency={currency} />
            </td>
            <td className="text-right">
              <Money minor={row.balanceMinor} currency={currency} />
            </td>
          </tr>
        ))}
        <tr className="font-medium">
          <td>
            <Day date={through} />
          </td>
          <td colSpan={2}>{t("closing")}</td>
          <td className="text-right">
            <Money minor={part.closingMinor} currency={currency} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}
