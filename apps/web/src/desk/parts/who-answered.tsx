"use client";
import { Bot, User } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "~/ui/button.tsx";
import type { DeskCall } from "../hooks/use-duty.ts";
import { Key } from "./key.tsx";

interface WhoAnsweredProps {
  readonly call: DeskCall | null;
  readonly onSay: (machine: boolean) => void;
}

/**
 * Was it a machine? Asked outright where the detector said so and its word is checked on a sample; elsewhere one press
 * corrects it. By these answers the detector's error is measured.
 */
export function WhoAnswered({ call, onSay }: WhoAnsweredProps) {
  const t = useTranslations("desk.whoAnswered");
  if (!call?.detection) return null;
  const { sampled, agentSays } = call.detection;
  const isAsked = sampled && agentSays === undefined;
  return (
    <div
      data-testid="who-answered"
      data-says={agentSays ?? ""}
      className={`flex items-center gap-2 border-t px-4 py-2 text-xs ${isAsked ? "bg-warn-soft text-warn" : "text-muted"}`}
    >
      <span className="min-w-0 flex-1">
        {isAsked ? t("asked") : agentSays === "machine" ? t("machine") : agentSays === "human" ? t("human") : t("hint")}
      </span>
      {agentSays === "machine" ? null : (
        <Button size="sm" icon={<Bot aria-hidden />} onClick={() => onSay(true)}>
          {t("wasMachine")} <Key>X</Key>
        </Button>
      )}
      {isAsked || agentSays === "machine" ? (
        <Button size="sm" icon={<User aria-hidden />} onClick={() => onSay(false)}>
          {t("wasPerson")}
        </Button>
      ) : null}
    </div>
  );
}
