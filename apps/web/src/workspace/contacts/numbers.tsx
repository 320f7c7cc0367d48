"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useTranslations } from "next-intl";
import { LastDay } from "~/ui/format.tsx";
import { Card, Facts } from "~/ui/layout.tsx";
import { Badge } from "~/ui/status.tsx";
import { RevealPhone } from "~/workspace/reveal-phone.tsx";

export type ContactCard = RouterOutputs["contacts"]["get"];

/** Its numbers in the order in which they are dialled, each with what forbids it. */
export function Numbers({ of }: { of: ContactCard }) {
  const t = useTranslations("workspace.contacts");
  return (
    <Card title={t("numbers")}>
      <ul className="flex flex-col gap-3">
        {of.points.map((point) => (
          <li key={point.id}>
            <div className="flex items-center justify-between gap-3">
              <RevealPhone masked={point.phone} contactPointId={point.id} />
              <span className="truncate text-xs text-muted">
                {point.country} · {point.timezone.replaceAll("_", " ")}
              </span>
            </div>
            {point.blockedBy.map((block) => (
              <p key={`${block.list} ${block.name ?? ""}`} className="mt-1 flex items-center gap-2 text-xs">
                <Badge tone="warn">{t(`blockedBy.${block.list}`, { name: block.name ?? "" })}</Badge>
                {block.until ? (
                  <span className="text-muted">
                    {t.rich("until", { date: () => <LastDay at={block.until ?? new Date(0)} /> })}
                  </span>
                ) : null}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What its file said beside name and number. */
export function Attributes({ of }: { of: ContactCard["attributes"] }) {
  const t = useTranslations("workspace.contacts");
  const known = typeof of === "object" && of !== null && !Array.isArray(of) ? Object.entries(of) : [];
  if (known.length === 0) return null;
  return (
    <Card title={t("attributes")}>
      <Facts items={known.map(([label, value]) => ({ label, value: String(value) }))} />
    </Card>
  );
}
