"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { cx } from "~/ui/cx.ts";
import { FormField } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Select } from "~/ui/select.tsx";
import type { DraftList } from "./draft.ts";
import { NumberInput } from "./number-input.tsx";
import type { SectionProps } from "./section.tsx";

const EVERYBODY = "all";

/** Who is called, list by list, and the number they see. */
export function AudienceSection({ campaign, draft, set, locked }: SectionProps) {
  const t = useTranslations("workspace.editor");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const lists = useQuery(trpc.lists.list.queryOptions({}));
  const callerIds = useQuery(trpc.campaigns.callerIds.queryOptions({}));
  const put = (index: number, patch: Partial<DraftList>): void =>
    set({ lists: draft.lists.map((list, at) => (at === index ? { ...list, ...patch } : list)) });
  const move = (index: number, by: number): void => {
    const moved = [...draft.lists];
    const [list] = moved.splice(index, 1);
    if (list) moved.splice(index + by, 0, list);
    set({ lists: moved });
  };
  const free = (lists.data ?? []).filter(({ id }) => !draft.lists.some(({ listId }) => listId === id));
  const add = (listId: string): void => set({ lists: [...draft.lists, { listId, weight: 1, segmentId: null }] });
  return (
    <div className="flex flex-col gap-4">
      {draft.lists.length > 0 ? (
        <ul className="flex flex-col divide-y rounded-md border" aria-label={t("lists")}>
          {draft.lists.map((list, index) => (
            <ListRow
              key={list.listId}
              list={list}
              of={lists.data?.find(({ id }) => id === list.listId)}
              saved={campaign.lists.find(({ listId }) => listId === list.listId)}
              share={list.weight / draft.lists.reduce((sum, { weight }) => sum + weight, 0)}
              alone={draft.lists.length === 1}
              locked={locked}
              put={(patch) => put(index, patch)}
              onUp={index > 0 ? () => move(index, -1) : null}
              onDown={index + 1 < draft.lists.length ? () => move(index, 1) : null}
              onRemove={() => set({ lists: draft.lists.filter((_, at) => at !== index) })}
            />
          ))}
        </ul>
      ) : null}
      <div className="grid grid-cols-2 gap-4">
        <FormField
          label={t(draft.lists.length > 0 ? "addList" : "list")}
          required={draft.lists.length === 0}
          hint={t(draft.lists.length > 0 ? "addListHint" : "listHint")}
        >
          <Combobox
            value=""
            onChange={add}
            options={free.map((one) => ({
              value: one.id,
              label: one.name,
              hint: t("contactCount", { count: one.contacts }),
            }))}
            placeholder={common("choose")}
            searchText={t("findList")}
            emptyText={t("noList")}
            disabled={locked}
          />
        </FormField>
        <FormField label={t("callerId")} hint={t("callerIdHint")} required>
          <Select
            value={draft.callerIdId ?? ""}
            onChange={(callerIdId) => set({ callerIdId })}
            placeholder={common("choose")}
            options={(callerIds.data ?? (campaign.callerId ? [campaign.callerId] : [])).map((one) => ({
              value: one.id,
              label: one.e164,
              hint: one.label,
            }))}
            disabled={locked}
          />
        </FormField>
      </div>
      {callerIds.data?.length === 0 ? <Notice tone="warn">{t("noCallerId")}</Notice> : null}
    </div>
  );
}

interface ListRowProps {
  readonly list: DraftList;
  readonly of:
    | { readonly name: string; readonly contacts: number; readonly consentBasis: string; readonly source: string }
    | undefined;
  /** What is known of it before all lists are. */
  readonly saved: SectionProps["campaign"]["lists"][number] | undefined;
  /** Of the fresh contacts, 0 … 1. */
  readonly share: number;
  readonly alone: boolean;
  readonly locked: boolean;
  readonly put: (patch: Partial<DraftList>) => void;
  readonly onUp: (() => void) | null;
  readonly onDown: (() => void) | null;
  readonly onRemove: () => void;
}

function ListRow({ list, of, saved, share, alone, locked, put, onUp, onDown, onRemove }: ListRowProps) {
  const t = useTranslations("workspace.editor");
  const label = useEnumLabel();
  const format = useFormatter();
  const trpc = useTRPC();
  const segments = useQuery(trpc.segments.list.queryOptions({}));
  const name = of?.name ?? saved?.name ?? "…";
  const known = segments.data ?? (saved?.segmentId ? [{ id: saved.segmentId, name: saved.segmentName ?? "" }] : []);
  return (
    <li
      className={cx(
        "grid items-center gap-3 px-3 py-2",
        alone ? "grid-cols-[minmax(0,1fr)_14rem_auto]" : "grid-cols-[minmax(0,1fr)_14rem_6.5rem_auto]",
      )}
    >
      <span className="min-w-0">
        <span className="block truncate text-sm font-medium">{name}</span>
        <span className="block min-h-4 text-xs text-muted">
          {of
            ? t("listIs", {
                contacts: format.number(of.contacts),
                basis: label("consentBasis", of.consentBasis),
                source: of.source,
              })
            : null}
        </span>
      </span>
      <Select
        aria-label={t("segmentOf", { name })}
        value={list.segmentId ?? EVERYBODY}
        onChange={(value) => put({ segmentId: value === EVERYBODY ? null : value })}
        options={[
          { value: EVERYBODY, label: t("everybody") },
          ...known.map((one) => ({ value: one.id, label: one.name })),
        ]}
        disabled={locked}
        size="sm"
      />
      {alone ? null : (
        <span className="tabular flex items-center gap-2 text-xs text-muted">
          <NumberInput
            aria-label={t("weightOf", { name })}
            value={list.weight}
            min={1}
            max={100}
            onChange={(weight) => put({ weight })}
            disabled={locked}
            className="w-14"
          />
          {format.number(share, { style: "percent" })}
        </span>
      )}
      <span className="flex">
        <Button
          size="sm"
          tone="ghost"
          disabled={locked || !onUp}
          onClick={() => onUp?.()}
          aria-label={t("up", { name })}
        >
          <ArrowUp aria-hidden />
        </Button>
        <Button
          size="sm"
          tone="ghost"
          disabled={locked || !onDown}
          onClick={() => onDown?.()}
          aria-label={t("down", { name })}
        >
          <ArrowDown aria-hidden />
        </Button>
        <Button size="sm" tone="ghost" disabled={locked} onClick={onRemove} aria-label={t("removeList", { name })}>
          <X aria-hidden />
        </Button>
      </span>
    </li>
  );
}
