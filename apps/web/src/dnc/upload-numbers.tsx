"use client";
import { startOfLocalDay } from "@callbay/domain/day-start";
import { addDays } from "@callbay/domain/days";
import { useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useMemo, useRef, useState } from "react";
import { FileField } from "~/finance/file-field.tsx";
import { countryOptions } from "~/lib/places.ts";
import { type Upload, uploadFile } from "~/lib/upload.ts";
import { useMe } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useRefusalText } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { ErrorState, Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { ProgressBar } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { useBytes } from "~/workspace/lists/bytes.ts";
import type { Side } from "./side.ts";

/** Into what: a register, the workspace's list, or a campaign's. */
export type UploadTarget =
  | { readonly kind: "register"; readonly id: string; readonly name: string }
  | { readonly kind: "list"; readonly campaignId: string | null; readonly name: string | null };

type Mode = "replace" | "add" | "remove";
const ALL_HAVE_IT = "-";

/** Sends a file of numbers as it lies on the disk; the import then tells its own progress. */
export function UploadNumbers({ side, target, onDone }: { side: Side; target: UploadTarget; onDone: () => void }) {
  const t = useTranslations("dnc.upload");
  const c = useTranslations("common");
  const locale = useLocale();
  const say = useRefusalText();
  const bytes = useBytes();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { workspace } = useMe();
  const register = target.kind === "register";
  const [file, setFile] = useState<File | null>(null);
  const [mode, setMode] = useState<Mode>(register ? "replace" : "add");
  const [country, setCountry] = useState(ALL_HAVE_IT);
  const [until, setUntil] = useState("");
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState<number | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const running = useRef<Upload | null>(null);
  const countries = useMemo(
    () => [{ value: ALL_HAVE_IT, label: t("anyCountry") }, ...countryOptions(locale)],
    [locale, t],
  );
  const modes: readonly Mode[] = register ? ["replace", "add", "remove"] : ["add", "remove"];

  const send = async (): Promise<void> => {
    setTried(true);
    if (!file || sent !== null) return;
    const query = new URLSearchParams({ mode });
    if (country !== ALL_HAVE_IT) query.set("country", country);
    if (target.kind === "register") query.set("registerId", target.id);
    else {
      if (target.campaignId) query.set("campaignId", target.campaignId);
      const zone = workspace.kind === "tenant" ? workspace.timezone : "UTC";
      // The day that is named is the last on which the entries hold.
      if (until && mode === "add") query.set("expiresAt", startOfLocalDay(addDays(until, 1), zone).toISOString());
    }
    setRefused(null);
    setSent(0);
    running.current = uploadFile(`/api/numbers?${query}`, file, setSent);
    const end = await running.current.done;
    running.current = null;
    setSent(null);
    if (!end.ok) {
      if (end.code !== "CANCELLED") setRefused(say(end));
      return;
    }
    toast.success(t("started"));
    onDone();
    const key = side === "operator" ? trpc.operator.registers.pathKey() : trpc.dnc.pathKey();
    await queryClient.invalidateQueries({ queryKey: key });
  };
  const cancel = (): void => {
    if (running.current) running.current.cancel();
    else onDone();
  };
  const name = register ? target.name : target.name ? t("campaign", { name: target.name }) : t("list");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && sent === null && onDone()}
      title={t("title", { name })}
      description={t("hint")}
      onSubmit={() => void send()}
      footer={
        <>
          <Button onClick={cancel}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={sent !== null}>
            {t("start")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FileField
          label={t("file")}
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          file={file}
          onFile={setFile}
          error={tried && !file ? t("fileNeeded") : undefined}
        />
        <FormField label={t("mode")} hint={!register && mode === "remove" ? t("removeNote") : undefined}>
          <Select
            value={mode}
            onChange={setMode}
            options={modes.map((value) => ({ value, label: t(`modes.${value}`) }))}
          />
        </FormField>
        <FormField label={t("country")} hint={t("countryHint")}>
          <Combobox
            value={country}
            onChange={setCountry}
            options={countries}
            emptyText={c("nothingFound")}
            searchText={c("search")}
          />
        </FormField>
        {!register && mode === "add" ? (
          <FormField label={t("until")} hint={t("untilHint")} optionalText={c("optional")}>
            <Input type="date" className="w-44" value={until} onChange={(event) => setUntil(event.target.value)} />
          </FormField>
        ) : null}
        {sent !== null && file ? (
          <Notice>
            <p className="mb-1.5 flex justify-between gap-4">
              <span className="truncate">{t("sending", { name: file.name })}</span>
              <span className="tabular shrink-0">
                {sent >= file.size ? t("storing") : t("sent", { sent: bytes(sent), total: bytes(file.size) })}
              </span>
            </p>
            <ProgressBar
              value={sent >= file.size ? null : sent}
              max={file.size}
              label={t("sending", { name: file.name })}
            />
          </Notice>
        ) : null}
        {refused ? <ErrorState title={t("failed")} message={`${refused} ${t("kept")}`} /> : null}
      </div>
    </Dialog>
  );
}
