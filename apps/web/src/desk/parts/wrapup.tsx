"use client";
import type { DispositionField, DispositionProblem } from "@callbay/domain/disposition-fields";
import { Ban, CircleCheck, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { KeyboardEvent, RefObject } from "react";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Textarea } from "~/ui/form.tsx";
import type { DeskCall } from "../hooks/use-duty.ts";
import { type Draft, fieldId, type OrderWanted, type SubmitRefusal } from "../model/draft.ts";
import type { PromiseDraft } from "../model/promise.ts";
import { Fields } from "./fields.tsx";
import { Key } from "./key.tsx";
import { Order } from "./order.tsx";
import { PromiseFields } from "./promise.tsx";

interface DispositionsProps {
  readonly dispositions: DeskCall["dispositions"] | null;
  readonly chosen: string | null;
  readonly onChoose: (dispositionId: string) => void;
}

/** The campaign's words for how a conversation went; the first nine have a key. */
export function Dispositions({ dispositions, chosen, onChoose }: DispositionsProps) {
  const t = useTranslations("desk.call");
  if (!dispositions || dispositions.length === 0) {
    return (
      <p className="px-4 py-2 text-sm text-muted">{dispositions ? t("noDispositions") : t("dispositionsLater")}</p>
    );
  }
  const move = (event: KeyboardEvent, index: number): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const target =
      step === undefined ? undefined : dispositions[(index + step + dispositions.length) % dispositions.length];
    if (!target) return;
    event.preventDefault();
    onChoose(target.id);
    const group = event.currentTarget.parentElement;
    group?.querySelector<HTMLElement>(`[data-id="${target.id}"]`)?.focus();
  };
  return (
    <div role="radiogroup" aria-label={t("dispositions")} className="flex flex-col px-2">
      {dispositions.map((disposition, index) => {
        const isChosen = disposition.id === chosen;
        const isStop = isChosen || (chosen === null && index === 0);
        return (
          // biome-ignore lint/a11y/useSemanticElements: a radio input cannot hold the key and the marks at its side.
          <button
            key={disposition.id}
            type="button"
            role="radio"
            aria-checked={isChosen}
            tabIndex={isStop ? 0 : -1}
            data-id={disposition.id}
            data-code={disposition.code}
            onClick={() => onChoose(disposition.id)}
            onKeyDown={(event) => move(event, index)}
            className={cx(
              "flex h-8 shrink-0 items-center gap-2.5 rounded-md px-2 text-left text-sm -outline-offset-1",
              isChosen ? "bg-selected font-medium text-ink" : "hover:bg-hover",
            )}
          >
            {index < 9 ? <Key>{index + 1}</Key> : <span className="w-4.5" />}
            <span className="min-w-0 flex-1 truncate">{disposition.label}</span>
            <Marks disposition={disposition} />
          </button>
        );
      })}
    </div>
  );
}

function Marks({ disposition }: { disposition: DeskCall["dispositions"][number] }) {
  const t = useTranslations("desk.call");
  const mark = disposition.success
    ? { icon: <CircleCheck aria-hidden className="size-4 text-ok" />, text: t("success") }
    : disposition.doNotCall
      ? { icon: <Ban aria-hidden className="size-4 text-danger" />, text: t("doNotCall") }
      : disposition.retryAfterMinutes === null
        ? null
        : { icon: <RotateCcw aria-hidden className="size-4 text-muted" />, text: t("retry") };
  if (!mark) return null;
  return (
    <span title={mark.text}>
      {mark.icon}
      <span className="sr-only">{mark.text}</span>
    </span>
  );
}

interface WrapupFootProps {
  readonly draft: Draft | null;
  /** What the chosen disposition asks for, and what is still missing of it. */
  readonly fields: readonly DispositionField[];
  readonly problems: readonly DispositionProblem[];
  readonly onField: (key: string, value: string) => void;
  /** What the chosen disposition must tell of an order; null for nothing. */
  readonly order: OrderWanted | null;
  readonly onOrder: (order: Partial<Pick<Draft, "orderValue" | "orderCost">>) => void;
  /** When the contact is called back; null where the disposition does not call again. */
  readonly promise: PromiseDraft | null;
  readonly timezone: string | null;
  readonly onPromise: (promise: PromiseDraft) => void;
  readonly noteState: "kept" | "keeping" | "open";
  readonly refusal: SubmitRefusal | null;
  readonly ended: boolean;
  readonly noteField: RefObject<HTMLTextAreaElement | null>;
  readonly pauseAfter: string | null;
  readonly canPauseAfter: boolean;
  readonly onNote: (note: string) => void;
  readonly onSubmit: () => void;
  readonly onPauseAfter: () => void;
}

/** Note, what comes after, and the one button that leads to the next call. */
export function WrapupFoot(props: WrapupFootProps) {
  const { draft, refusal } = props;
  const t = useTranslations("desk.call");
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // An input method's Enter chooses a character.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") event.currentTarget.blur();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    // Before the disposition is chosen, Enter leaves the note, so that a number can follow.
    if (refusal === "CHOOSE_FIRST" || refusal === "CALL_GOES_ON") event.currentTarget.blur();
    else props.onSubmit();
  };
  const isRequired = (key: string): boolean => props.fields.some((one) => one.key === key && one.required);
  const missing = props.fields.find(({ key }) => key === props.problems[0]?.key);
  const state = { kept: draft?.note ? t("noteSaved") : "", keeping: t("noteSaving"), open: t("noteUnsaved") }[
    props.noteState
  ];
  return (
    <div className="border-t px-4 pt-3 pb-4">
      {props.promise ? (
        <PromiseFields
          promise={props.promise}
          timezone={props.timezone}
          required={isRequired("callback")}
          onChange={props.onPromise}
        />
      ) : null}
      {props.order && draft ? <Order wanted={props.order} draft={draft} onOrder={props.onOrder} /> : null}
      {draft ? (
        <Fields
          fields={props.fields}
          problems={props.problems}
          values={draft.fields}
          onField={props.onField}
          onEnter={props.onSubmit}
        />
      ) : null}
      <label
        htmlFor={fieldId("note")}
        className="mb-1 flex items-center justify-between text-xs font-medium text-muted"
      >
        <span className="flex items-center gap-1.5">
          {t("note")} <Key>N</Key>
          {isRequired("note") ? <span className="font-normal">{t("required")}</span> : null}
        </span>
        <span className="font-normal" data-testid="note-state" data-state={props.noteState}>
          {state}
        </span>
      </label>
      <Textarea
        id={fieldId("note")}
        aria-required={isRequired("note") || undefined}
        ref={props.noteField}
        rows={2}
        maxLength={4000}
        disabled={!draft}
        placeholder={t("notePlaceholder")}
        value={draft?.note ?? ""}
        onChange={(event) => props.onNote(event.target.value)}
        onKeyDown={onKeyDown}
        className="resize-none"
      />
      <button
        type="button"
        role="switch"
        aria-checked={props.pauseAfter !== null}
        disabled={!props.canPauseAfter}
        onClick={props.onPauseAfter}
        className="my-2 flex h-7 w-full items-center gap-2 rounded-md text-left text-sm disabled:opacity-50"
      >
        <span
          aria-hidden
          className={cx(
            "grid size-4 shrink-0 place-items-center rounded-sm border text-2xs leading-none",
            props.pauseAfter === null ? "border-control bg-raised" : "border-accent bg-accent text-on-accent",
          )}
        >
          {props.pauseAfter === null ? "" : "✓"}
        </span>
        <span className="min-w-0 flex-1 truncate">
          {props.pauseAfter === null ? t("pauseAfter") : t("pauseAfterOn", { reason: props.pauseAfter })}
        </span>
        <Key>B</Key>
      </button>
      <Button
        tone="primary"
        size="lg"
        className="w-full"
        data-testid="submit-disposition"
        busy={refusal === "SENDING"}
        disabled={refusal !== null && refusal !== "FIELDS_FIRST"}
        onClick={props.onSubmit}
      >
        {refusal === "CALL_GOES_ON" ? t("submitWhenEnded") : t("submit")} <Key onTone>↵</Key>
      </Button>
      <p className="mt-1.5 h-4 text-xs text-muted" aria-live="polite">
        {props.ended && refusal === "CHOOSE_FIRST" ? t("chooseFirst") : ""}
        {refusal === "ORDER_FIRST" ? t("orderFirst") : ""}
        {refusal === "FIELDS_FIRST" && missing ? t(`missing.${nameOf(missing)}`, { label: missing.label }) : ""}
      </p>
    </div>
  );
}

/** Which words name a field: the note and the promise have the desk's own. */
function nameOf({ type }: DispositionField): "note" | "callback" | "field" {
  return type === "note" || type === "callback" ? type : "field";
}
