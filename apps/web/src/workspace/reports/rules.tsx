"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";

/** What the company's reports leave out when nobody says otherwise. */
export function CountingRules({ onDone }: { onDone: () => void }) {
  const t = useTranslations("reports");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const client = useQueryClient();
  const settings = useQuery(trpc.reports.settings.queryOptions());
  const [seconds, setSeconds] = useState<string | null>(null);
  const [prefixes, setPrefixes] = useState<string | null>(null);
  const save = useMutation(
    trpc.reports.setSettings.mutationOptions({
      onSuccess: async () => {
        toast.success(t("settingsSaved"));
        onDone();
        await client.invalidateQueries({ queryKey: trpc.reports.pathKey() });
      },
    }),
  );
  const known = settings.data;
  const shownSeconds = seconds ?? (known ? String(known.minTalkMs / 1000) : "");
  const shownPrefixes = prefixes ?? known?.excludedPrefixes.join(", ") ?? "";
  const submit = (): void =>
    save.mutate({
      minTalkMs: Math.round(Number(shownSeconds) * 1000),
      excludedPrefixes: shownPrefixes.split(/[\s,，]+/).filter((prefix) => prefix !== ""),
    });
  return (
    <Dialog
      open
      onOpenChange={onDone}
      size="sm"
      title={t("settings")}
      description={t("settingsHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onDone}>{c("cancel")}</Button>
          <Button type="submit" tone="primary" busy={save.isPending} disabled={!known || shownSeconds === ""}>
            {t("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("minTalk")} hint={t("minTalkHint")}>
          <Input
            type="number"
            min={0}
            max={600}
            value={shownSeconds}
            onChange={(event) => setSeconds(event.target.value)}
          />
        </FormField>
        <FormField label={t("prefixes")} hint={t("prefixesHint")}>
          <Input value={shownPrefixes} onChange={(event) => setPrefixes(event.target.value)} />
        </FormField>
      </div>
    </Dialog>
  );
}
