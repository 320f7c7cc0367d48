"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Checkbox, FormField, Input } from "~/ui/form.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import type { ReportQuery } from "./ask.ts";

type Every = "never" | "day" | "week" | "month";
const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;
/** A Monday, from which the names of the days are read. */
const MONDAY = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

/** Keeps the report as it is asked now, and says who gets it by mail and when. */
export function SaveReport({ query, onDone }: { query: ReportQuery; onDone: () => void }) {
  const t = useTranslations("reports");
  const c = useTranslations("common");
  const format = useFormatter();
  const may = useMay();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [name, setName] = useState(t(`reports.${query.report}`));
  const [shared, setShared] = useState(false);
  const [every, setEvery] = useState<Every>("never");
  const [weekday, setWeekday] = useState<(typeof WEEKDAYS)[number]>("1");
  const [hour, setHour] = useState("7");
  const [file, setFile] = useState<"csv" | "xlsx">("xlsx");
  const [to, setTo] = useState<ReadonlySet<string>>(new Set());
  // Only who sees the whole company sends to others.
  const people = useQuery(
    trpc.people.list.queryOptions(
      {},
      { enabled: may("person.read") && may("report.read:tenant") && every !== "never" },
    ),
  );
  const save = useMutation(
    trpc.reports.save.mutationOptions({
      onSuccess: async () => {
        toast.success(t("kept"));
        onDone();
        await client.invalidateQueries({ queryKey: trpc.reports.pathKey() });
      },
    }),
  );
  const submit = (): void =>
    save.mutate({
      name,
      shared,
      query,
      format: file,
      schedule:
        every === "never"
          ? null
          : { every, hour: Number(hour), ...(every === "week" ? { weekday: Number(weekday) } : {}) },
      recipients: every === "never" ? [] : [...to],
    });
  return (
    <Dialog
      open
      onOpenChange={onDone}
      size="sm"
      title={t("saveReport")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={save.isPending} disabled={name.trim() === ""}>
            {t("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("name")}>
          <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        </FormField>
        <Checkbox checked={shared} onChange={setShared} label={t("share")} />
        <div className="grid grid-cols-2 gap-4">
          <FormField label={t("sendIt")}>
            <Select
              value={every}
              onChange={setEvery}
              options={[
                { value: "never", label: t("never") },
                { value: "day", label: t("everyDay") },
                { value: "week", label: t("everyWeek") },
                { value: "month", label: t("everyMonth") },
              ]}
            />
          </FormField>
          {every === "never" ? null : (
            <FormField label={t("hour")}>
              <Select
                value={hour}
                onChange={setHour}
                options={Array.from({ length: 24 }, (_, i) => ({
                  value: String(i),
                  label: `${String(i).padStart(2, "0")}:00`,
                }))}
              />
            </FormField>
          )}
          {every === "week" ? (
            <FormField label={t("weekday")}>
              <Select
                value={weekday}
                onChange={setWeekday}
                options={WEEKDAYS.map((value, i) => ({
                  value,
                  label: format.dateTime(new Date(MONDAY + i * DAY_MS), { weekday: "long", timeZone: "UTC" }),
                }))}
              />
            </FormField>
          ) : null}
          {every === "never" ? null : (
            <FormField label={t("format")}>
              <Select
                value={file}
                onChange={setFile}
                options={[
                  { value: "xlsx", label: "XLSX" },
                  { value: "csv", label: "CSV" },
                ]}
              />
            </FormField>
          )}
        </div>
        {every !== "never" && people.data ? (
          <fieldset>
            <legend className="mb-1.5 text-xs font-medium text-muted">{t("recipients")}</legend>
            <div className="flex max-h-48 flex-col gap-1.5 overflow-y-auto">
              {people.data.items.map((person) => (
                <Checkbox
                  key={person.membershipId}
                  checked={to.has(person.membershipId)}
                  label={person.name}
                  onChange={(checked) => {
                    const next = new Set(to);
                    if (checked) next.add(person.membershipId);
                    else next.delete(person.membershipId);
                    setTo(next);
                  }}
                />
              ))}
            </div>
          </fieldset>
        ) : null}
      </div>
    </Dialog>
  );
}
