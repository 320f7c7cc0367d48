"use client";
import { ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Fragment, type ReactNode, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { arithmeticText, useMessageText } from "~/i18n/message-text.ts";
import { cx } from "~/ui/cx.ts";
import { Money, Period } from "~/ui/format.tsx";
import { Badge } from "~/ui/status.tsx";
import type { Charge, InvoiceData } from "./invoice-view.tsx";

interface LinesProps {
  readonly invoice: InvoiceData;
  readonly renderUsage: (charge: Charge) => ReactNode;
  /** At the end of a line: what its reader may do about it. */
  readonly lineActions?: ((charge: Charge) => ReactNode) | undefined;
  /** The line that is open at first. */
  readonly openAt?: string | null | undefined;
}

/** Kinds that stand out: what was taken back or corrected. The others say in their text what they are. */
const NAMED = new Set(["clawback", "adjustment"]);

/** The lines with their arithmetic; each opens into what it stands on. */
export function Lines({ invoice, renderUsage, lineActions, openAt }: LinesProps) {
  const t = useTranslations("common.invoice");
  const [open, setOpen] = useState<string | null>(openAt ?? null);
  return (
    <table aria-label={t("lines")} className="w-full table-fixed border-collapse text-sm">
      <thead className="text-xs text-muted">
        <tr className="border-b">
          <th scope="col" className="h-8.5 px-4 text-left font-medium">
            {t("line")}
          </th>
          <th scope="col" className="w-35 px-3 text-left font-medium">
            {t("period")}
          </th>
          <th scope="col" className="w-34 px-4 text-right font-medium">
            {t("amount")}
          </th>
        </tr>
      </thead>
      <tbody>
        {invoice.charges.map((charge) => (
          <Fragment key={charge.id}>
            <tr className="group/line border-b border-line/70 align-top">
              <td className="px-4 py-2.5">
                <LineText
                  charge={charge}
                  invoice={invoice}
                  open={open === charge.id}
                  onToggle={() => setOpen(open === charge.id ? null : charge.id)}
                  actions={lineActions?.(charge)}
                />
              </td>
              <td className="px-3 py-2.5 text-muted">
                <Period from={charge.periodFrom} to={charge.periodTo} />
              </td>
              <td className="px-4 py-2.5 text-right">
                <Money minor={charge.amountMinor} currency={invoice.currency} />
              </td>
            </tr>
            {open === charge.id && charge.usageCount > 0 ? (
              <tr className="border-b">
                <td colSpan={3} className="bg-sunken p-3">
                  <div className="overflow-clip rounded-md border bg-surface">{renderUsage(charge)}</div>
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

interface LineTextProps {
  readonly charge: Charge;
  readonly invoice: InvoiceData;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly actions: ReactNode;
}

function LineText({ charge, invoice, open, onToggle, actions }: LineTextProps) {
  const t = useTranslations("common.invoice");
  const label = useEnumLabel();
  const say = useMessageText();
  const locale = useLocale();
  const openDisputes = invoice.disputes.filter((one) => one.chargeId === charge.id && one.resolvedAt === null).length;
  const name = (
    <>
      {say(charge.description)}{" "}
      {NAMED.has(charge.kind) ? (
        <span className="mr-1 inline-block align-top">
          <Badge tone={charge.amountMinor < 0n ? "ok" : "neutral"}>{label("chargeKind", charge.kind)}</Badge>
        </span>
      ) : null}
    </>
  );
  return (
    <div className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        {charge.usageCount > 0 ? (
          <button
            type="button"
            aria-expanded={open}
            onClick={onToggle}
            className="flex items-start gap-1.5 rounded-sm text-left font-medium hover:text-accent"
          >
            <ChevronRight aria-hidden className={cx("mt-0.5 size-4 shrink-0 text-faint", open && "rotate-90")} />
            <span>
              {name}
              <span className="sr-only"> {t("openLine", { count: charge.usageCount })}</span>
            </span>
          </button>
        ) : (
          <span className="block pl-5.5 font-medium">{name}</span>
        )}
        <p className="tabular mt-0.5 pl-5.5 text-xs text-muted">{arithmeticText(charge.arithmetic, locale)}</p>
        {charge.reason ? (
          <p className="mt-0.5 pl-5.5 text-xs text-muted">{t("reason", { reason: charge.reason })}</p>
        ) : null}
      </div>
      {openDisputes > 0 ? <Badge tone="warn">{t("disputedCount", { count: openDisputes })}</Badge> : null}
      {actions ? (
        <div className="-my-1 opacity-70 group-focus-within/line:opacity-100 group-hover/line:opacity-100">
          {actions}
        </div>
      ) : null}
    </div>
  );
}
