"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Phone } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Textarea } from "~/ui/form.tsx";
import { DateTime, Duration } from "~/ui/format.tsx";
import { Badge, Skeleton, StatusDot, toneOf } from "~/ui/status.tsx";
import type { DeskSurroundings } from "../hooks/use-duty.ts";
import { type Callback, Callbacks } from "./callbacks.tsx";
import { Key } from "./key.tsx";
import { DeskMessages } from "./messages.tsx";
import { Scroll } from "./scroll.tsx";

type RecentCall = RouterOutputs["duty"]["recent"][number];

interface WorkColumnProps {
  readonly campaigns: DeskSurroundings["campaigns"] | undefined;
  readonly recent: RouterOutputs["duty"]["recent"] | undefined;
  readonly callbacks: readonly Callback[] | undefined;
  /** Is the agent free to call somebody by hand? */
  readonly canDial: boolean;
  readonly onDial: (campaignId: string, contactId: string) => void;
  readonly onDialNumber: () => void;
}

/** What the agent works on, and what they did last. */
export function WorkColumn({ campaigns, recent, callbacks, canDial, onDial, onDialNumber }: WorkColumnProps) {
  const t = useTranslations("desk");
  const label = useEnumLabel();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <aside aria-label={t("columns.work")} className="relative flex min-h-0 flex-col border-r bg-surface">
      <DeskMessages />
      <Part title={t("work.campaigns")} className="max-h-[38%]">
        {campaigns === undefined ? (
          <Skeleton className="mx-4 my-2 w-40" />
        ) : campaigns.length === 0 ? (
          <p className="px-4 text-sm text-muted">{t("work.noCampaigns")}</p>
        ) : (
          <ul>
            {campaigns.map((campaign) => (
              <li key={campaign.id} className="px-4 py-1.5">
                <p className="truncate text-sm font-medium" title={campaign.name}>
                  {campaign.name}
                </p>
                <p className="flex items-center gap-2 text-xs text-muted">
                  <StatusDot tone={toneOf(campaign.state)}>{label("campaignState", campaign.state)}</StatusDot>
                  <span aria-hidden>·</span>
                  <span className="truncate">{label("campaignPurpose", campaign.purpose)}</span>
                </p>
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Part title={t("callbacks.title")} className="max-h-[26%] border-t">
        <Callbacks callbacks={callbacks} canDial={canDial} onDial={onDial} />
      </Part>
      <Part title={t("work.recent")} className="flex-1 border-t">
        {recent === undefined ? (
          <Skeleton className="mx-4 my-2 w-40" />
        ) : recent.length === 0 ? (
          <p className="px-4 text-sm text-muted">{t("work.noRecent")}</p>
        ) : (
          <ul data-testid="recent-calls">
            {recent.map((call) => (
              <Recent
                key={call.callId}
                call={call}
                open={open === call.callId}
                onToggle={() => setOpen(open === call.callId ? null : call.callId)}
                canDial={canDial}
                onDial={onDial}
              />
            ))}
          </ul>
        )}
      </Part>
      <div className="border-t px-4 py-2.5">
        <Button
          className="w-full"
          icon={<Phone aria-hidden />}
          disabled={!canDial}
          data-testid="dial-open"
          onClick={onDialNumber}
        >
          {t("dial.open")} <Key>T</Key>
        </Button>
      </div>
    </aside>
  );
}

function Part({ title, className, children }: { title: string; className: string; children: ReactNode }) {
  return (
    <div className={cx("flex min-h-0 flex-col", className)}>
      <h2 className="px-4 pt-3 pb-1.5 text-xs font-medium text-muted">{title}</h2>
      <Scroll label={title} className="flex-1 pb-2">
        {children}
      </Scroll>
    </div>
  );
}

interface RecentProps extends Pick<WorkColumnProps, "canDial" | "onDial"> {
  readonly call: RecentCall;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function Recent({ call, open, onToggle, ...dial }: RecentProps) {
  const t = useTranslations("desk");
  const disposition = call.disposition;
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="block w-full px-4 py-1.5 text-left -outline-offset-2 hover:bg-hover"
      >
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate text-sm font-medium">
            {call.contactName || <span className="tabular">{call.phone}</span>}
          </span>
          <span className="text-xs text-muted">
            <DateTime at={call.joinedAt} style="time" />
          </span>
        </span>
        <span className="mt-0.5 flex h-5 items-center gap-2 text-xs text-muted">
          <span className="min-w-0 flex-1 truncate">
            {disposition ? (
              <Badge tone={disposition.success ? "ok" : "neutral"}>{disposition.label}</Badge>
            ) : call.endedAt ? (
              <Badge tone="warn">{t("work.due")}</Badge>
            ) : (
              <Badge tone="busy" dot>
                {t("call.talking")}
              </Badge>
            )}
          </span>
          <Duration ms={call.endedAt ? call.talkMs : null} />
        </span>
      </button>
      {open ? <NoteOf call={call} {...dial} /> : null}
    </li>
  );
}

/** The note of an earlier call, which its agent may still complete. */
function NoteOf({ call, canDial, onDial }: Omit<RecentProps, "open" | "onToggle">) {
  const t = useTranslations("desk");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [text, setText] = useState(call.note);
  const save = useMutation(
    trpc.duty.saveNote.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.duty.recent.queryKey() }),
    }),
  );
  return (
    <div className="px-4 pt-1 pb-3">
      <p className="mb-1 flex items-center justify-between text-xs text-muted">
        <span className="truncate">{call.campaign?.name}</span>
        <span className="tabular">{call.phone}</span>
      </p>
      <Textarea
        rows={3}
        aria-label={t("call.note")}
        placeholder={t("work.noNote")}
        value={text}
        maxLength={4000}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="mt-1.5 flex gap-2">
        <Button
          size="sm"
          busy={save.isPending}
          disabled={text === call.note}
          onClick={() => save.mutate({ callId: call.callId, note: text })}
        >
          {t("work.saveNote")}
        </Button>
        {call.campaign && call.contactId ? (
          <Button
            size="sm"
            icon={<Phone aria-hidden />}
            disabled={!canDial}
            onClick={() => call.campaign && call.contactId && onDial(call.campaign.id, call.contactId)}
          >
            {t("work.callAgain")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
