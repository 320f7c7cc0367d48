"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { cx } from "~/ui/cx.ts";
import { DateTime, Duration, PhoneNumber } from "~/ui/format.tsx";
import { Facts, Notice } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton, toneOf } from "~/ui/status.tsx";
import { useWord } from "~/workspace/words.ts";
import { CONTACT_TONES } from "./contact-state.tsx";
import { WhyPanel } from "./why-panel.tsx";

interface ContactSheetProps {
  readonly campaignId: string;
  readonly contactId: string;
  readonly onClose: () => void;
}

/** Answers "why is this contact not dialled?" for one contact, with every attempt made. */
export function ContactSheet({ campaignId, contactId, onClose }: ContactSheetProps) {
  const t = useTranslations("workspace.contact");
  const label = useEnumLabel();
  const word = useWord();
  const trpc = useTRPC();
  const contact = useQuery(trpc.campaigns.contact.queryOptions({ campaignId, contactId }));
  const { data } = contact;
  const why = data ? data.reason || (data.state === "ready" ? "new" : "none") : "";
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={data?.displayName || t("contact")}
      description={t("hint")}
    >
      <Query of={contact}>
        {(loaded) =>
          loaded === undefined ? (
            <Skeleton className="h-64" />
          ) : (
            <div className="flex flex-col gap-6">
              <Notice tone={loaded.state === "blocked" ? "danger" : "accent"} icon={<CircleHelp aria-hidden />}>
                <p className="flex items-center gap-2 font-medium">
                  {word("reason", why)}
                  <Badge tone={CONTACT_TONES[loaded.state]}>{label("campaignContactState", loaded.state)}</Badge>
                </p>
                <p className="text-ink">{word("reasonHelp", why) === why ? t("noHelp") : word("reasonHelp", why)}</p>
              </Notice>
              <WhyPanel campaignId={campaignId} contactId={contactId} />
              <Facts
                items={[
                  { label: t("attempts"), value: loaded.attempts },
                  ...attributesOf(loaded.attributes).map(([name, value]) => ({ label: name, value })),
                ]}
              />
              <section>
                <h3 className="mb-2 text-sm font-semibold">{t("history")}</h3>
                {loaded.history.length === 0 ? <p className="text-sm text-muted">{t("noHistory")}</p> : null}
                <ol className={cx("flex flex-col divide-y rounded-md border", loaded.history.length === 0 && "hidden")}>
                  {loaded.history.map((attempt) => (
                    <li
                      key={attempt.attemptId}
                      className="grid grid-cols-[9rem_8rem_1fr_auto] items-center gap-3 px-3 py-2"
                    >
                      <DateTime at={attempt.reservedAt} />
                      <span>
                        <Badge tone={toneOf(attempt.outcome ?? attempt.state)}>
                          {attempt.outcome ? label("outcome", attempt.outcome) : label("attemptState", attempt.state)}
                        </Badge>
                      </span>
                      <span className="min-w-0 truncate text-sm">
                        {attempt.disposition?.label ?? <PhoneNumber phone={attempt.phone} />}
                        {attempt.releasedReason ? (
                          <span className="text-xs text-muted"> {word("released", attempt.releasedReason)}</span>
                        ) : null}
                        {attempt.note ? <span className="text-xs text-muted"> · {attempt.note}</span> : null}
                      </span>
                      {attempt.talkMs > 0 ? (
                        <Link href={`/w/calls/${attempt.attemptId}`} className="text-xs hover:underline">
                          <Duration ms={attempt.talkMs} />
                        </Link>
                      ) : (
                        <span className="text-xs text-faint">—</span>
                      )}
                    </li>
                  ))}
                </ol>
              </section>
            </div>
          )
        }
      </Query>
    </Sheet>
  );
}

function attributesOf(value: unknown): [string, string][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, one]) => [name, String(one)]);
}
