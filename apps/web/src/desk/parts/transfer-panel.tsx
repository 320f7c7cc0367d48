"use client";
import { DUTY_STATES } from "@callbay/domain/values";
import { useQuery } from "@tanstack/react-query";
import { GraduationCap, Phone, User, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Input } from "~/ui/form.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import type { DeskTransfer } from "../hooks/use-transfer.ts";
import { choicesOf, moved, type TransferChoice } from "../model/transfer.ts";
import { Key } from "./key.tsx";

/** Colleagues change what they do all the time; the list is short. */
const LOOK_EVERY_MS = 3_000;

/** To whom the call goes: a number or a name is typed, the keyboard does the rest. Lies over the dispositions. */
export function TransferPanel({ transfer }: { transfer: DeskTransfer }) {
  const t = useTranslations("desk.transfer");
  const trpc = useTRPC();
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [index, setIndex] = useState(0);
  const targets = useQuery(
    trpc.duty.transferTargets.queryOptions(undefined, { staleTime: 0, refetchInterval: LOOK_EVERY_MS }),
  );
  const choices = choicesOf(typed, targets.data);
  const at = Math.min(index, Math.max(0, choices.length - 1));
  const chosen = choices[at];
  const send = (choice: TransferChoice | undefined, isBlind: boolean): void => {
    if (choice?.isFree) transfer.onSend(choice.target, isBlind ? "blind" : "attended");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : null;
    if (step !== null) setIndex(moved(at, step, choices.length));
    else if (event.key === "Enter") send(chosen, event.shiftKey);
    else if (event.key === "Escape") transfer.onOpenChange(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="absolute inset-0 z-10 flex animate-fade-in flex-col bg-surface px-4 pt-3 pb-4"
      data-testid="transfer-panel"
    >
      <Input
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={chosen ? `${listId}-${chosen.key}` : undefined}
        aria-label={t("whom")}
        placeholder={t("whom")}
        autoComplete="off"
        autoFocus
        value={typed}
        data-testid="transfer-whom"
        onChange={(event) => {
          setTyped(event.target.value);
          setIndex(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label={t("whom")} className="mt-2 min-h-0 flex-1 overflow-y-auto">
        {choices.map((choice, place) => (
          <Choice
            key={choice.key}
            id={`${listId}-${choice.key}`}
            choice={choice}
            isChosen={place === at}
            onPress={(isBlind) => send(choice, isBlind)}
          />
        ))}
        {choices.length === 0 && targets.data ? (
          <p className="px-2 py-3 text-sm text-muted">{t(typed.trim() ? "nobody" : "alone")}</p>
        ) : null}
      </div>
      <p role="alert" className="min-h-8 py-1 text-xs text-danger" data-testid="transfer-failure">
        {transfer.failure}
      </p>
      <div className="grid grid-cols-2 gap-1.5">
        <Button
          tone="primary"
          disabled={!chosen?.isFree}
          busy={transfer.isStarting}
          onClick={() => send(chosen, false)}
        >
          {t("attended")} <Key onTone>↵</Key>
        </Button>
        <Button disabled={!chosen?.isFree || transfer.isStarting} onClick={() => send(chosen, true)}>
          {t("blind")} <Key>⇧↵</Key>
        </Button>
      </div>
      <p className="mt-1.5 text-xs text-muted">{t("hint")}</p>
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly choice: TransferChoice;
  readonly isChosen: boolean;
  readonly onPress: (isBlind: boolean) => void;
}

const ICONS = { number: Phone, agent: User, campaign: Users, team: Users, skill: GraduationCap };

function Choice({ id, choice, isChosen, onPress }: ChoiceProps) {
  const t = useTranslations("desk.transfer");
  const label = useEnumLabel();
  const Icon = ICONS[choice.target.kind];
  const state = DUTY_STATES.find((known) => known === choice.state);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the field above.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-disabled={!choice.isFree}
      onClick={(event) => onPress(event.shiftKey)}
      className={cx(
        "flex h-9 cursor-default items-center gap-2.5 rounded-md px-2 text-sm",
        isChosen ? "bg-selected" : "hover:bg-hover",
        choice.isFree ? "" : "text-muted",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{choice.name}</span>
      {state ? <Badge tone={toneOf(state)}>{label("dutyState", state)}</Badge> : null}
      {choice.onDuty > 0 ? (
        <span className="tabular text-xs text-muted">{t("free", { ready: choice.ready, onDuty: choice.onDuty })}</span>
      ) : null}
    </div>
  );
}
