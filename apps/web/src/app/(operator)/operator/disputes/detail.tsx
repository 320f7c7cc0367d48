"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMessageText } from "~/i18n/message-text.ts";
import { Player } from "~/recording/player.tsx";
import { useMay } from "~/shell/me.tsx";
import { IconButton } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { DateTime, Day, Duration, Money, PhoneNumber, ShortPeriod } from "~/ui/format.tsx";
import { Card, Facts } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Badge } from "~/ui/status.tsx";
import { Answer } from "./answer.tsx";
import type { Dispute } from "./page.tsx";

interface DetailProps {
  readonly dispute: Dispute;
  readonly at: number;
  readonly total: number;
  readonly onNext: () => void;
  readonly onPrevious: () => void;
  readonly onAnswered: () => void;
}

/** One dispute: what the client says, the line and the call it is about, and the answer. */
export function DisputeDetail({ dispute, at, total, onNext, onPrevious, onAnswered }: DetailProps) {
  const t = useTranslations("finance.disputes");
  const say = useMessageText();
  const may = useMay()("platform.billing.close");
  const { currency } = dispute;
  return (
    <Card
      title={
        <span>
          {dispute.tenantName}
          <span className="ml-2 font-normal text-muted">{say(dispute.description)}</span>
        </span>
      }
      actions={
        <>
          <span className="tabular text-xs text-muted">{t("position", { at, total })}</span>
          <IconButton
            size="sm"
            label={t("previous")}
            icon={<ArrowUp aria-hidden />}
            onClick={onPrevious}
            disabled={at === 1}
          />
          <IconButton
            size="sm"
            label={t("next")}
            icon={<ArrowDown aria-hidden />}
            onClick={onNext}
            disabled={at === total}
          />
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <figure className="rounded-md bg-sunken px-4 py-3">
          <figcaption className="flex items-baseline justify-between gap-4 text-xs text-muted">
            {t("says", { name: dispute.openedBy })}
            <DateTime at={dispute.openedAt} />
          </figcaption>
          <blockquote className="mt-1 text-base whitespace-pre-wrap">{dispute.comment}</blockquote>
        </figure>
        <div className={cx("grid items-start gap-6", dispute.usageId && "grid-cols-2")}>
          <Facts
            items={[
              {
                label: t("invoice"),
                value: (
                  <Link
                    href={`/operator/billing/${dispute.tenantId}/${dispute.invoiceId}?line=${dispute.chargeId}`}
                    className="text-accent hover:underline"
                  >
                    {dispute.invoiceNumber ?? <ShortPeriod from={dispute.periodFrom} to={dispute.periodTo} />}
                  </Link>
                ),
              },
              { label: t("line", { number: dispute.position + 1 }), value: say(dispute.description) },
              { label: t("lineAmount"), value: <Money minor={dispute.lineMinor} currency={currency} /> },
              {
                label: t("atStake"),
                value: <Money minor={dispute.atStakeMinor} currency={currency} className="font-medium" />,
              },
              { label: t("reviewDue"), value: <Day date={dispute.reviewDueOn} /> },
            ]}
          />
          {dispute.usageId ? <DisputedCall dispute={dispute} /> : null}
        </div>
        {dispute.recordingId ? (
          <Player
            key={dispute.recordingId}
            recordingId={dispute.recordingId}
            durationMs={dispute.talkMs}
            tenantId={dispute.tenantId}
          />
        ) : null}
        {dispute.resolution ? (
          <Answered dispute={dispute} />
        ) : may ? (
          <Answer dispute={dispute} onAnswered={onAnswered} />
        ) : null}
      </div>
    </Card>
  );
}

function DisputedCall({ dispute }: { dispute: Dispute }) {
  const t = useTranslations("finance.disputes");
  return (
    <Facts
      items={[
        { label: t("at"), value: <DateTime at={dispute.occurredAt} style="seconds" /> },
        { label: t("phone"), value: <PhoneNumber phone={dispute.maskedPhone} /> },
        { label: t("agent"), value: dispute.agentName ?? "—" },
        { label: t("campaign"), value: dispute.campaignName ?? "—" },
        { label: t("talk"), value: <Duration ms={dispute.talkMs} /> },
      ]}
    />
  );
}

function Answered({ dispute }: { dispute: Dispute }) {
  const t = useTranslations("finance.disputes");
  const label = useEnumLabel();
  return (
    <figure className="border-t pt-4">
      <figcaption className="flex items-center justify-between gap-4 text-xs text-muted">
        <span className="flex items-center gap-2">
          <Badge tone={dispute.resolution === "reject" ? "neutral" : "ok"}>
            {label("disputeResolution", dispute.resolution ?? "")}
          </Badge>
          {dispute.amountMinor === null ? null : <Money minor={dispute.amountMinor} currency={dispute.currency} />}
          {t("answeredBy", { name: dispute.resolvedBy ?? "" })}
        </span>
        <DateTime at={dispute.resolvedAt} />
      </figcaption>
      <blockquote className="mt-1.5 text-sm whitespace-pre-wrap">{dispute.reason}</blockquote>
    </figure>
  );
}
