"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, CheckCheck, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Checkbox, FormField, Textarea } from "~/ui/form.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge, Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import type { FloorLive, FloorPulse } from "../use-floor-alerts.ts";

export type AudienceKind = "person" | "team" | "campaign";
export interface Addressee {
  readonly kind: AudienceKind;
  readonly id: string;
}
type Sent = RouterOutputs["messages"]["list"][number];

/** Who has read it changes while one looks. */
const LIST_MS = 10_000;
const MAX_BODY = 500;

interface MessageSheetProps {
  readonly live: FloorLive | undefined;
  readonly pulse: FloorPulse | undefined;
  /** Whom it is written to at first. */
  readonly to: Addressee | null;
  readonly onClose: () => void;
}

/** Writes to agents at their desks, and shows what was written and who has seen it. */
export function MessageSheet({ live, pulse, to: first, onClose }: MessageSheetProps) {
  const t = useTranslations("supervision.messages");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [to, setTo] = useState<string>(first ? `${first.kind}:${first.id}` : "");
  const [body, setBody] = useState("");
  const [important, setImportant] = useState(false);
  const [tried, setTried] = useState(false);
  const sent = useQuery(trpc.messages.list.queryOptions(undefined, { refetchInterval: LIST_MS }));
  const send = useMutation(
    trpc.messages.send.mutationOptions({
      onSuccess: ({ recipients }) => {
        toast.success(t("sent", { count: recipients }));
        setBody("");
        setImportant(false);
        setTried(false);
        void queryClient.invalidateQueries({ queryKey: trpc.messages.list.queryKey() });
      },
    }),
  );
  const units = new Map((live?.agents ?? []).flatMap(({ unit }) => (unit ? [[unit.id, unit.name] as const] : [])));
  const options = [
    ...[...units].map(([id, name]) => ({ value: `team:${id}`, label: t("toTeam", { name }) })),
    ...(pulse?.campaigns ?? []).map(({ id, name }) => ({ value: `campaign:${id}`, label: t("toCampaign", { name }) })),
    ...(live?.agents ?? []).map(({ membershipId, name }) => ({ value: `person:${membershipId}`, label: name })),
  ];
  const submit = (): void => {
    setTried(true);
    const [kind, id] = to.split(":");
    if (!id || body.trim() === "") return;
    if (kind === "person" || kind === "team" || kind === "campaign")
      send.mutate({ to: { kind, id }, body: body.trim(), important });
  };
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("hint")}
      onSubmit={submit}
      footer={
        <Button type="submit" tone="primary" icon={<Send aria-hidden />} busy={send.isPending}>
          {t("send")}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("to")} error={tried && !to ? t("toMissing") : undefined}>
          <Select value={to} onChange={setTo} options={options} placeholder={t("toChoose")} />
        </FormField>
        <FormField label={t("body")} error={tried && body.trim() === "" ? t("bodyMissing") : undefined}>
          <Textarea rows={3} maxLength={MAX_BODY} value={body} onChange={(event) => setBody(event.target.value)} />
        </FormField>
        <Checkbox checked={important} onChange={setImportant} label={t("important")} hint={t("importantHint")} />
        <section aria-label={t("earlier")} className="border-t pt-4">
          <h3 className="mb-2 text-sm font-semibold">{t("earlier")}</h3>
          {sent.data === undefined ? (
            <Skeleton className="w-64" />
          ) : sent.data.length === 0 ? (
            <p className="text-sm text-muted">{t("nothingYet")}</p>
          ) : (
            <ul className="flex flex-col gap-3">
              {sent.data.map((message) => (
                <SentMessage key={message.messageId} message={message} />
              ))}
            </ul>
          )}
        </section>
      </div>
    </Sheet>
  );
}

function SentMessage({ message }: { message: Sent }) {
  const t = useTranslations("supervision.messages");
  const { receipts, important, by, createdAt, body } = message;
  const read = receipts.filter(({ readAt }) => readAt !== null).length;
  const done = receipts.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length;
  return (
    <li className="rounded-md border p-3 text-sm">
      <p className="flex items-center gap-2 text-xs text-muted">
        {by} · <DateTime at={createdAt} />
        {important ? <Badge tone="warn">{t("isImportant")}</Badge> : null}
      </p>
      <p className="my-1 break-words whitespace-pre-wrap">{body}</p>
      <details className="text-xs">
        <summary className="cursor-pointer text-muted">
          {t(important ? "acknowledgedBy" : "readBy", { done: important ? done : read, all: receipts.length })}
        </summary>
        <ul className="mt-1 flex flex-col gap-0.5">
          {receipts.map(({ name, readAt, acknowledgedAt }) => (
            <li key={name} className="flex items-center gap-2">
              {acknowledgedAt ? (
                <CheckCheck aria-label={t("isAcknowledged")} className="size-3.5 text-ok" />
              ) : readAt ? (
                <Check aria-label={t("isRead")} className="size-3.5 text-muted" />
              ) : (
                <span className="size-3.5" />
              )}
              <span className="flex-1 truncate">{name}</span>
              <span className="text-muted">{readAt ? <DateTime at={acknowledgedAt ?? readAt} /> : t("unread")}</span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
