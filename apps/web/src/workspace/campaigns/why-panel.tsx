"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { OVERRIDABLE_REASONS, type OverridableReason } from "@callbay/domain/compliance/types";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton } from "~/ui/status.tsx";
import { RevealPhone } from "~/workspace/reveal-phone.tsx";
import { useWord } from "~/workspace/words.ts";
import { NextAt } from "./contact-state.tsx";
import { LiftDialog } from "./lift-dialog.tsx";

type Why = RouterOutputs["campaigns"]["why"];
type Refusal = Why["points"][number]["refusals"][number];

/** Every reason that holds now for each number of a contact, until when, and when none will be left. */
export function WhyPanel({ campaignId, contactId }: { campaignId: string; contactId: string }) {
  const t = useTranslations("compliance.why");
  const all = useTranslations("compliance");
  const may = useMay();
  const trpc = useTRPC();
  const [lifting, setLifting] = useState<OverridableReason | null>(null);
  const why = useQuery(trpc.campaigns.why.queryOptions({ campaignId, contactId }));
  return (
    <section aria-label={t("title")}>
      <h3 className="mb-2 text-sm font-semibold">{t("title")}</h3>
      <Query of={why}>
        {(data) =>
          data === undefined ? (
            <Skeleton className="h-28" />
          ) : (
            <div className="flex flex-col gap-3">
              <When why={data} />
              {data.callbackBy ? <p className="text-sm">{t("callback", { name: data.callbackBy })}</p> : null}
              {data.override ? (
                <Notice>{t("by", { name: data.override.byName, note: data.override.note })}</Notice>
              ) : null}
              <ul className="divide-y rounded-md border">
                {data.points.map((point) => (
                  <li key={point.contactPointId ?? "none"} className="px-3 py-2">
                    <p className="flex items-center gap-3 text-sm font-medium">
                      {point.contactPointId && point.phone ? (
                        <RevealPhone masked={point.phone} contactPointId={point.contactPointId} />
                      ) : (
                        t("noNumber")
                      )}
                      <span className="text-xs font-normal text-muted">{point.timezone?.replaceAll("_", " ")}</span>
                    </p>
                    {point.refusals.length === 0 ? (
                      <p className="flex items-center gap-1.5 text-sm text-ok">
                        <CircleCheck aria-hidden className="size-4" /> {t("now")}
                      </p>
                    ) : (
                      <Refusals refusals={point.refusals} onLift={may("campaign.override") ? setLifting : null} />
                    )}
                  </li>
                ))}
              </ul>
              <p className="text-xs text-muted">
                {data.profile.id
                  ? t("profile", {
                      region: all(`regions.${data.profile.region}`),
                      revision: data.profile.revision,
                    })
                  : t("noProfile")}
              </p>
            </div>
          )
        }
      </Query>
      {lifting ? (
        <LiftDialog campaignId={campaignId} contactId={contactId} reason={lifting} onClose={() => setLifting(null)} />
      ) : null}
    </section>
  );
}

function When({ why }: { why: Why }) {
  const t = useTranslations("compliance.why");
  if (why.state === "blocked" || why.state === "done") return <p className="text-sm">{t("outOfQueue")}</p>;
  return (
    <p className="text-sm">
      {why.when ? (
        <>
          {t("when")} <span className="font-medium">{<NextAt at={why.when} />}</span>
        </>
      ) : (
        t("never")
      )}
    </p>
  );
}

function Refusals({
  refusals,
  onLift,
}: {
  refusals: readonly Refusal[];
  onLift: ((reason: OverridableReason) => void) | null;
}) {
  const t = useTranslations("compliance.why");
  const word = useWord();
  return (
    <ul className="flex flex-col">
      {refusals.map((refusal) => {
        const reason = OVERRIDABLE_REASONS.find((one) => one === refusal.reason);
        return (
          <li
            key={refusal.reason}
            className="grid min-h-8 grid-cols-[minmax(0,1fr)_13rem_6rem] items-center gap-3 text-sm"
          >
            <span className="truncate">{word("reason", refusal.reason)}</span>
            <span className="text-xs text-muted">
              {refusal.retryAt ? t.rich("until", { at: () => <DateTime at={refusal.retryAt} /> }) : t("asLong")}
            </span>
            <span className="text-right">
              {refusal.lifted ? <Badge tone="accent">{t("lifted")}</Badge> : null}
              {!refusal.lifted && refusal.liftable && reason && onLift ? (
                <Button size="sm" onClick={() => onLift(reason)}>
                  {t("lift")}
                </Button>
              ) : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
