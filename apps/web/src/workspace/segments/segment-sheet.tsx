"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { codeOf, useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { Conflict } from "~/workspace/conflict.tsx";
import { GroupEditor } from "./group.tsx";
import { asGroup, type GroupFilter, isComplete } from "./tree.ts";
import { useSettled } from "./use-settled.ts";
import { useSegmentWords } from "./words.ts";

export type Segment = RouterOutputs["segments"]["list"][number];

const ALL = "all";
/** A filter that stands so long is counted. */
const COUNT_AFTER_MS = 400;

/** Builds a target group and says at once how many contacts it has. */
export function SegmentSheet({ segment, onClose }: { segment: Segment | null; onClose: () => void }) {
  const t = useTranslations("segments.builder");
  const page = useTranslations("segments.page");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const wordsOf = useSegmentWords();
  const [name, setName] = useState(segment?.name ?? "");
  const [filter, setFilter] = useState<GroupFilter>(segment ? asGroup(segment.filter) : { all: [] });
  const [list, setList] = useState(ALL);
  /** Which revision the edit stands on; theirs, once somebody has chosen to save on top of it. */
  const [revision, setRevision] = useState(segment?.revision ?? 1);
  const listIds = list === ALL ? [] : [list];
  const lists = useQuery(trpc.lists.list.queryOptions({}));
  const fields = useQuery(trpc.segments.fields.queryOptions({ listIds }));
  const settled = useSettled(filter, COUNT_AFTER_MS);
  const ready = isComplete(settled);
  const asked = { filter: settled, listIds };
  const count = useQuery(
    trpc.segments.count.queryOptions(asked, { enabled: ready, placeholderData: (before) => before }),
  );
  const sample = useQuery(
    trpc.segments.preview.queryOptions({ ...asked, limit: 5 }, { enabled: ready, placeholderData: (before) => before }),
  );
  const saved = (text: string) => ({
    meta: { quiet: true },
    onError: () => queryClient.invalidateQueries({ queryKey: trpc.segments.list.queryKey() }),
    onSuccess: async () => {
      toast.success(text);
      onClose();
      await queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() });
    },
  });
  const create = useMutation(trpc.segments.create.mutationOptions(saved(page("created", { name }))));
  const update = useMutation(trpc.segments.update.mutationOptions(saved(page("saved", { name }))));
  const error = create.error ?? update.error ?? count.error;
  const isStale = codeOf(update.error) === "STALE_REVISION";
  // What the other one saved comes with the list of groups, which the refusal asks for anew.
  const known = useQuery(trpc.segments.list.queryOptions({}, { enabled: isStale }));
  const theirs = isStale
    ? known.data?.find(({ id, revision: saved }) => id === segment?.id && saved > revision)
    : undefined;
  const takeTheirs = (): void => {
    if (!theirs) return;
    setName(theirs.name);
    setFilter(asGroup(theirs.filter));
    setRevision(theirs.revision);
    update.reset();
  };
  const keepMine = (): void => {
    if (!theirs || !segment) return;
    setRevision(theirs.revision);
    update.mutate({ segmentId: segment.id, revision: theirs.revision, name, filter });
  };
  const complete = isComplete(filter) && name.trim() !== "";
  const submit = (): void => {
    if (!complete) return;
    if (segment) update.mutate({ segmentId: segment.id, revision, name, filter });
    else create.mutate({ name, filter });
  };
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={segment ? t("editTitle", { name: segment.name }) : t("createTitle")}
      description={t("hint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={create.isPending || update.isPending} disabled={!complete}>
            {t("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <div className="grid grid-cols-[minmax(0,1fr)_16rem] gap-4">
          <FormField label={t("name")} required>
            <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={120} autoFocus />
          </FormField>
          <FormField label={t("tryOn")}>
            <Select
              value={list}
              onChange={setList}
              options={[
                { value: ALL, label: t("allLists") },
                ...(lists.data ?? []).map((one) => ({ value: one.id, label: one.name })),
              ]}
            />
          </FormField>
        </div>
        {/* Without its type a column would be asked as text, and the condition shown as what it is not. */}
        {fields.data ? (
          <GroupEditor group={filter} fields={fields.data} depth={1} onChange={setFilter} />
        ) : (
          <Skeleton className="h-32" />
        )}
        <p aria-live="polite" className="tabular text-sm font-medium">
          {count.data && !count.isFetching ? t("count", count.data) : ready ? t("counting") : "…"}
        </p>
        {sample.data && sample.data.length > 0 ? (
          <div className="text-sm">
            <p className="text-xs text-muted">{t("preview")}</p>
            <ul>
              {sample.data.map((one) => (
                <li key={one.id} className="flex justify-between gap-4 border-b py-1 last:border-0">
                  <span className="truncate">{one.displayName || "—"}</span>
                  <span className="tabular text-muted">{one.points[0]?.phone}</span>
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        {theirs ? (
          <Conflict onTheirs={takeTheirs} onMine={keepMine} busy={update.isPending}>
            {t("theirs", { name: theirs.name, words: wordsOf(theirs.filter) })}
          </Conflict>
        ) : error ? (
          <Notice tone="danger">
            <span role="alert">{describe(error).message}</span>
          </Notice>
        ) : null}
      </div>
    </Sheet>
  );
}
