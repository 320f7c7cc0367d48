"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { Phone } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Badge, Skeleton } from "~/ui/status.tsx";

export type Callback = RouterOutputs["duty"]["callbacks"][number];

interface CallbacksProps {
  readonly callbacks: readonly Callback[] | undefined;
  readonly canDial: boolean;
  readonly onDial: (campaignId: string, contactId: string) => void;
}

/** Whom this agent promised to call, the next one first. */
export function Callbacks({ callbacks, canDial, onDial }: CallbacksProps) {
  const t = useTranslations("desk.callbacks");
  if (callbacks === undefined) return <Skeleton className="mx-4 my-2 w-40" />;
  if (callbacks.length === 0) return <p className="px-4 text-sm text-muted">{t("none")}</p>;
  return (
    <ul data-testid="callbacks">
      {callbacks.map((callback) => {
        const name = callback.contactName || callback.phone || t("unnamed");
        return (
          <li key={`${callback.campaignId} ${callback.contactId}`} className="flex items-center gap-2 px-4 py-1.5">
            <div className="min-w-0 flex-1">
              <p className="truncate text-sm font-medium" title={name}>
                {name}
              </p>
              <p className="flex items-center gap-2 text-xs text-muted">
                {callback.due ? <Badge tone="warn">{t("due")}</Badge> : null}
                <DateTime at={callback.at} />
              </p>
            </div>
            <IconButton
              label={t("call", { name })}
              icon={<Phone aria-hidden />}
              disabled={!canDial || !callback.running || callback.state !== "ready"}
              onClick={() => onDial(callback.campaignId, callback.contactId)}
            />
          </li>
        );
      })}
    </ul>
  );
}
