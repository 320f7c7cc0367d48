"use client";
import { useMutation } from "@tanstack/react-query";
import { ChevronDown, Phone } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button, IconButton } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Badge } from "~/ui/status.tsx";
import { CONTACT_TONES, NextAt } from "~/workspace/campaigns/contact-state.tsx";
import { WhyPanel } from "~/workspace/campaigns/why-panel.tsx";
import { useWord } from "~/workspace/words.ts";
import type { ContactCard } from "./numbers.tsx";

type Standing = ContactCard["campaigns"][number];

/** Where a contact stands in each campaign, why it is not dialled now, and when it will be. */
export function Standings({ of }: { of: ContactCard }) {
  const t = useTranslations("workspace.contacts");
  return (
    <Card flush title={t("campaigns")}>
      {of.campaigns.length === 0 ? <p className="px-4 py-6 text-sm text-muted">{t("noCampaign")}</p> : null}
      <ul className="divide-y">
        {of.campaigns.map((one) => (
          <StandingRow key={one.campaignId} contactId={of.contactId} of={one} first={one === of.campaigns[0]} />
        ))}
      </ul>
    </Card>
  );
}

function StandingRow({ contactId, of, first }: { contactId: string; of: Standing; first: boolean }) {
  const t = useTranslations("workspace.contacts");
  const label = useEnumLabel();
  const word = useWord();
  const may = useMay();
  const [open, setOpen] = useState(first);
  return (
    <li className="px-4 py-3">
      <div className="flex items-center gap-3">
        <Link href={`/w/campaigns/${of.campaignId}`} className="min-w-0 truncate text-sm font-medium hover:underline">
          {of.name}
        </Link>
        <Badge tone={CONTACT_TONES[of.state]}>{label("campaignContactState", of.state)}</Badge>
        <span className="min-w-0 truncate text-sm text-muted">{word("reason", of.reason || "new")}</span>
        <span className="ml-auto flex shrink-0 items-center gap-3 text-xs text-muted">
          {of.isCallback ? (
            <Badge tone="accent">{of.callbackBy ? t("callbackOf", { name: of.callbackBy }) : t("callback")}</Badge>
          ) : null}
          {t("tried", { count: of.attempts })}
          {of.nextAttemptAt ? <NextAt at={of.nextAttemptAt} /> : <DateTime at={of.lastAttemptAt} />}
          {may("call.own") && of.served && of.campaignState === "running" ? (
            <CallButton campaignId={of.campaignId} contactId={contactId} />
          ) : null}
          <IconButton
            label={t(open ? "hideWhy" : "showWhy")}
            aria-expanded={open}
            icon={<ChevronDown aria-hidden className={open ? "rotate-180" : ""} />}
            onClick={() => setOpen(!open)}
          />
        </span>
      </div>
      {open ? (
        <div className="mt-3">
          <WhyPanel campaignId={of.campaignId} contactId={contactId} />
        </div>
      ) : null}
    </li>
  );
}

/** Calls by hand, through the gate; the call is on the desk, where the telephone is. */
function CallButton({ campaignId, contactId }: { campaignId: string; contactId: string }) {
  const t = useTranslations("workspace.contacts");
  const trpc = useTRPC();
  const router = useRouter();
  const dial = useMutation(trpc.duty.dial.mutationOptions({ onSuccess: () => router.push("/desk") }));
  return (
    <Button
      size="sm"
      icon={<Phone aria-hidden />}
      busy={dial.isPending}
      onClick={() => dial.mutate({ campaignId, contactId })}
    >
      {t("call")}
    </Button>
  );
}
