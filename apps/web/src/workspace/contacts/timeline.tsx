"use client";
import { PhoneIncoming, PhoneOutgoing, Volume2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { DateTime, Duration, PhoneNumber } from "~/ui/format.tsx";
import { Link } from "~/ui/link.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { useWord } from "~/workspace/words.ts";
import type { ContactCard } from "./numbers.tsx";

type Entry = ContactCard["timeline"][number];

/** Every attempt and call, newest first, with what was noted; a call opens with its recording. */
export function ContactTimeline({ of }: { of: readonly Entry[] }) {
  const t = useTranslations("workspace.contacts");
  if (of.length === 0) return <p className="px-4 py-6 text-sm text-muted">{t("noTimeline")}</p>;
  return (
    <ol className="divide-y">
      {of.map((entry) => (
        <EntryRow key={entry.id} of={entry} />
      ))}
    </ol>
  );
}

function EntryRow({ of }: { of: Entry }) {
  const t = useTranslations("workspace.contacts");
  const label = useEnumLabel();
  const word = useWord();
  const Icon = of.direction === "inbound" ? PhoneIncoming : PhoneOutgoing;
  const said = of.outcome ? label("outcome", of.outcome) : of.state ? label("attemptState", of.state) : t("live");
  return (
    <li className="px-4 py-2.5">
      <div className="grid grid-cols-[1rem_8.5rem_7.5rem_minmax(0,1fr)_auto] items-center gap-3 text-sm">
        <Icon aria-label={label("direction", of.direction)} className="size-4 text-faint" />
        <DateTime at={of.at} />
        <span>
          <Badge tone={toneOf(of.outcome ?? of.state ?? "live")}>{said}</Badge>
        </span>
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate">{of.call?.disposition ?? of.campaign ?? "—"}</span>
          {of.releasedReason ? (
            <span className="truncate text-xs text-muted">{word("released", of.releasedReason)}</span>
          ) : null}
          {of.call?.agent ? <span className="truncate text-xs text-muted">{of.call.agent}</span> : null}
        </span>
        <span className="flex items-center gap-2 text-xs text-muted">
          <PhoneNumber phone={of.phone} />
          {of.call ? (
            <Link href={`/w/calls/${of.id}`} className="inline-flex items-center gap-1 hover:underline">
              {of.call.recordingId ? <Volume2 aria-label={t("recorded")} className="size-3.5" /> : null}
              <Duration ms={of.call.talkMs} />
            </Link>
          ) : null}
        </span>
      </div>
      {of.call && of.call.values.length > 0 ? (
        <p className="mt-1 pl-7 text-sm text-muted">
          {of.call.values.map(({ label: asked, value }) => `${asked}: ${value}`).join(" · ")}
        </p>
      ) : null}
      {of.call?.note ? <p className="mt-1 pl-7 text-sm whitespace-pre-line text-muted">{of.call.note}</p> : null}
    </li>
  );
}
