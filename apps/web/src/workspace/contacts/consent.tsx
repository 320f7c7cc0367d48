"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTimeZone, useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { DateTime, useToday } from "~/ui/format.tsx";
import { Card, Facts, Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";
import { consentOf } from "./consent-day.ts";
import { ConsentDay, ConsentProof, useConsentProblems } from "./consent-fields.tsx";
import type { ContactCard } from "./numbers.tsx";

type Mode = "give" | "withdraw";

/** By what right it is called: its list's basis, and its own word with the proof of it. */
export function Consent({ of }: { of: ContactCard }) {
  const t = useTranslations("workspace.contacts");
  const label = useEnumLabel();
  const may = useMay();
  const [mode, setMode] = useState<Mode | null>(null);
  return (
    <Card title={t("consent")}>
      <Facts
        items={[
          { label: t("basis"), value: label("consentBasis", of.list.consentBasis) },
          {
            label: t("consentAt"),
            value: of.consentAt ? (
              <DateTime at={of.consentAt} style="date" />
            ) : (
              <span className="text-faint">{t("noConsent")}</span>
            ),
          },
          ...(of.consentProof ? [{ label: t("proof"), value: of.consentProof }] : []),
        ]}
      />
      {may("list.write") ? (
        <div className="mt-3 flex gap-2">
          <Button size="sm" onClick={() => setMode("give")}>
            {t("writeConsent")}
          </Button>
          {of.consentAt ? (
            <Button size="sm" onClick={() => setMode("withdraw")}>
              {t("withdrawConsent")}
            </Button>
          ) : null}
        </div>
      ) : null}
      {mode ? <ConsentDialog of={of} mode={mode} onClose={() => setMode(null)} /> : null}
    </Card>
  );
}

function ConsentDialog({ of, mode, onClose }: { of: ContactCard; mode: Mode; onClose: () => void }) {
  const t = useTranslations("workspace.contacts");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const today = useToday();
  const zone = useTimeZone() ?? "UTC";
  const form = useForm({ day: today, proof: "" });
  const { day, proof } = form.values;
  const problems = useConsentProblems(form.values);
  const write = useMutation(
    trpc.contacts.setConsent.mutationOptions({
      meta: { quiet: true },
      onSuccess: async () => {
        toast.success(t(mode === "give" ? "consentWritten" : "consentWithdrawn"));
        await queryClient.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
        onClose();
      },
    }),
  );
  const send = (): void => {
    if (!form.check(problems)) return;
    const consentAt = mode === "withdraw" ? null : consentOf(day, zone);
    write.mutate({ contactIds: [of.contactId], consentAt, proof });
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t(mode === "give" ? "writeConsent" : "withdrawConsent")}
      description={t(mode === "give" ? "writeConsentHint" : "withdrawConsentHint")}
      onSubmit={send}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone={mode === "give" ? "primary" : "danger"} busy={write.isPending}>
            {t(mode === "give" ? "writeConsent" : "withdrawConsent")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {write.error ? <Notice tone="danger">{describe(write.error).message}</Notice> : null}
        {mode === "give" ? <ConsentDay form={form} className="w-44" /> : null}
        <ConsentProof form={form} label={t(mode === "give" ? "proof" : "withdrawalProof")} hint={t("proofHint")} />
      </div>
    </Dialog>
  );
}
