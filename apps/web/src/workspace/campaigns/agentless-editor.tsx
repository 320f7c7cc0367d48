"use client";
import {
  AGENTLESS_KEYS,
  type AgentlessKey,
  type AgentlessScript,
  type KeyAction,
} from "@callbay/domain/agentless/types";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import type { DispositionDraft } from "./draft.ts";
import { NumberInput } from "./number-input.tsx";

const EMPTY: AgentlessScript = { media: "", repeat: 1, waitMs: 5_000, keys: {} };
const ACTIONS = ["answer", "do_not_call", "repeat", "agent"] as const;

export interface AgentlessEditorProps {
  readonly script: AgentlessScript | null;
  readonly dispositions: readonly DispositionDraft[];
  readonly onChange: (script: AgentlessScript) => void;
  readonly disabled: boolean;
}

/** What a call without an agent says, and what each key means. */
export function AgentlessEditor({ script, dispositions, onChange, disabled }: AgentlessEditorProps) {
  const t = useTranslations("compliance.calling");
  const own = script ?? EMPTY;
  const set = (patch: Partial<AgentlessScript>): void => onChange({ ...own, ...patch });
  const used = AGENTLESS_KEYS.filter((key) => own.keys[key] !== undefined);
  const free = AGENTLESS_KEYS.filter((key) => own.keys[key] === undefined);
  const put = (key: AgentlessKey, action: KeyAction): void => set({ keys: { ...own.keys, [key]: action } });
  const remove = (key: AgentlessKey): void => {
    const { [key]: _gone, ...keys } = own.keys;
    set({ keys });
  };
  const actionOf = (to: (typeof ACTIONS)[number]): KeyAction =>
    to === "answer" ? { do: "answer", disposition: dispositions[0]?.code ?? "" } : { do: to };
  return (
    <fieldset className="flex flex-col gap-3 rounded-md border p-4" disabled={disabled}>
      <legend className="px-1 text-sm font-medium">{t("agentless")}</legend>
      <div className="grid grid-cols-[minmax(0,1fr)_8rem_10rem] gap-4">
        <FormField label={t("says")} hint={t("mediaHint")} required>
          <Input
            value={own.media}
            onChange={(event) => set({ media: event.target.value })}
            placeholder="sound:…"
            disabled={disabled}
          />
        </FormField>
        <FormField label={t("times")}>
          <NumberInput value={own.repeat} min={1} max={5} onChange={(repeat) => set({ repeat })} disabled={disabled} />
        </FormField>
        <FormField label={t("waits")} hint={t("waitsHint")}>
          <NumberInput
            value={own.waitMs / 1000}
            min={0}
            max={30}
            onChange={(seconds) => set({ waitMs: seconds * 1000 })}
            disabled={disabled}
          />
        </FormField>
      </div>
      {used.length > 0 ? (
        <ul className="flex flex-col gap-2" aria-label={t("keys")}>
          {used.map((key) => (
            <KeyRow
              key={key}
              name={key}
              action={own.keys[key] ?? { do: "repeat" }}
              dispositions={dispositions}
              onChange={(action) => put(key, action)}
              onTo={(to) => put(key, actionOf(to))}
              onRemove={() => remove(key)}
              disabled={disabled}
            />
          ))}
        </ul>
      ) : (
        <p className="text-xs text-muted">{t("noKeys")}</p>
      )}
      <div>
        <Button
          size="sm"
          icon={<Plus aria-hidden />}
          disabled={disabled || free.length === 0}
          onClick={() => put(free.find((key) => key !== "0") ?? free[0] ?? "1", actionOf("answer"))}
        >
          {t("addKey")}
        </Button>
      </div>
    </fieldset>
  );
}

interface KeyRowProps {
  readonly name: AgentlessKey;
  readonly action: KeyAction;
  readonly dispositions: readonly DispositionDraft[];
  readonly onChange: (action: KeyAction) => void;
  readonly onTo: (to: (typeof ACTIONS)[number]) => void;
  readonly onRemove: () => void;
  readonly disabled: boolean;
}

function KeyRow({ name, action, dispositions, onChange, onTo, onRemove, disabled }: KeyRowProps) {
  const t = useTranslations("compliance.calling");
  const thanks = action.do === "answer" || action.do === "do_not_call" ? action : null;
  return (
    <li className="grid grid-cols-[2.5rem_12rem_12rem_minmax(0,1fr)_auto] items-center gap-2">
      <kbd className="grid h-8 place-items-center rounded-md border bg-sunken text-sm">{name}</kbd>
      <Select
        aria-label={t("keyMeans", { key: name })}
        value={action.do}
        onChange={onTo}
        options={ACTIONS.map((value) => ({ value, label: t(`key.${value}`) }))}
        disabled={disabled}
      />
      {action.do === "answer" ? (
        <Select
          aria-label={t("keyResult", { key: name })}
          value={action.disposition}
          onChange={(disposition) => onChange({ ...action, disposition })}
          options={dispositions.map(({ code, label }) => ({ value: code, label }))}
          disabled={disabled}
        />
      ) : (
        <span />
      )}
      {thanks ? (
        <Input
          aria-label={t("keyThanks", { key: name })}
          value={thanks.media ?? ""}
          onChange={(event) => {
            const { media: _old, ...rest } = thanks;
            onChange(event.target.value === "" ? rest : { ...rest, media: event.target.value });
          }}
          placeholder={t("thanks")}
          disabled={disabled}
        />
      ) : (
        <span />
      )}
      <Button size="sm" tone="ghost" onClick={onRemove} disabled={disabled} aria-label={t("removeKey", { key: name })}>
        <X aria-hidden />
      </Button>
    </li>
  );
}
