"use client";
import { Ear } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "~/ui/button.tsx";
import type { MonitorOfPage } from "./use-monitor.ts";

/** Listens to this agent's call; Shift whispers at once. Nothing where nobody talks. */
export function ListenButton({
  monitor,
  name,
  callId,
}: {
  readonly monitor: MonitorOfPage;
  readonly name: string;
  readonly callId: string;
}) {
  const t = useTranslations("supervision.monitor");
  const isOn = monitor.current?.callId === callId;
  return (
    <IconButton
      className="-my-1"
      size="sm"
      aria-pressed={isOn}
      disabled={monitor.isStarting}
      label={t("listenTo", { name })}
      icon={<Ear aria-hidden className={isOn ? "text-accent" : ""} />}
      onClick={(event) =>
        isOn ? monitor.stop() : void monitor.listen({ name, callId }, event.shiftKey ? "whisper" : "listen")
      }
    />
  );
}
