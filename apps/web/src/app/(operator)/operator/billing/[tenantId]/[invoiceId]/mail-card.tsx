"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";

/** What was written to the client about this invoice. */
export function MailCard({ tenantId, invoiceId }: { tenantId: string; invoiceId: string }) {
  const c = useTranslations("common");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const query = useQuery(trpc.operator.mail.list.queryOptions({ tenantId, limit: 200 }));
  const mails = query.data?.items.filter((mail) => mail.sourceKey.startsWith(invoiceId)) ?? [];
  if (mails.length === 0) return null;
  return (
    <Card
      flush
      title={c("nav.mail")}
      actions={
        <Link href={`/operator/mail?client=${tenantId}`} className="text-xs text-accent hover:underline">
          {c("all")}
        </Link>
      }
    >
      <ul>
        {mails.map((mail) => (
          <li
            key={mail.id}
            className="flex flex-col gap-0.5 border-b border-line/70 px-4 py-2.5 text-sm last:border-b-0"
          >
            <span className="flex items-center justify-between gap-3">
              <span className="truncate font-medium">{mail.subject}</span>
              <Badge tone={toneOf(mail.state)}>{label("mailState", mail.state)}</Badge>
            </span>
            <span className="flex items-center justify-between gap-3 text-xs text-muted">
              <span className="truncate">{mail.recipients.join(", ")}</span>
              <DateTime at={mail.sentAt ?? mail.createdAt} />
            </span>
            {mail.failure ? <span className="text-xs text-danger">{mail.failure}</span> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
