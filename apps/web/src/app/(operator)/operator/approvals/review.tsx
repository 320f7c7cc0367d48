"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, TriangleAlert, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { CallingWindowView } from "~/ui/calling-window.tsx";
import { FormField, Textarea } from "~/ui/form.tsx";
import { Count, PhoneNumber } from "~/ui/format.tsx";
import { Facts, Notice } from "~/ui/layout.tsx";
import { Dialog, Sheet } from "~/ui/overlay.tsx";
import { Badge } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import { useCallingFacts } from "~/workspace/campaigns/calling-facts.tsx";
import { useScheduleFacts } from "~/workspace/campaigns/schedule-facts.tsx";
import { RuleChanges } from "~/workspace/compliance/rule-changes.tsx";
import type { Submitted } from "./page.tsx";

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t py-4 first:border-t-0 first:pt-2">
      <h3 className="mb-2 text-xs font-medium text-muted">{title}</h3>
      {children}
    </section>
  );
}

/** Everything that a reviewer weighs, on one sheet, with the two answers at its foot. */
export function Review({ campaign, onClose }: { campaign: Submitted | undefined; onClose: () => void }) {
  const t = useTranslations("operator.approvals");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [returning, setReturning] = useState(false);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const done = (text: string): void => {
    toast.success(text);
    setReturning(false);
    setReason("");
    setTried(false);
    onClose();
    void queryClient.invalidateQueries({ queryKey: trpc.operator.pathKey() });
  };
  const name = campaign?.name ?? "";
  const approve = useMutation(
    trpc.operator.approvals.approve.mutationOptions({ onSuccess: () => done(t("approved", { name })) }),
  );
  const giveBack = useMutation(
    trpc.operator.approvals.return.mutationOptions({ onSuccess: () => done(t("returned", { name })) }),
  );
  if (!campaign) return null;
  const { tenantId, campaignId } = campaign;
  return (
    <>
      <Sheet
        wide
        open
        onOpenChange={onClose}
        title={campaign.name}
        description={campaign.tenantName}
        footer={
          <>
            <Button icon={<Undo2 aria-hidden />} onClick={() => setReturning(true)}>
              {t("return")}
            </Button>
            <Button
              tone="primary"
              icon={<Check aria-hidden />}
              busy={approve.isPending}
              onClick={() => approve.mutate({ tenantId, campaignId })}
            >
              {t("approve")}
            </Button>
          </>
        }
      >
        <Contents campaign={campaign} />
      </Sheet>
      <Dialog
        open={returning}
        onOpenChange={setReturning}
        size="sm"
        title={t("returnTitle", { name })}
        description={t("returnHint")}
        onSubmit={() => {
          setTried(true);
          if (reason.trim()) giveBack.mutate({ tenantId, campaignId, reason: reason.trim() });
        }}
        footer={
          <>
            <Button onClick={() => setReturning(false)}>{c("cancel")}</Button>
            <Button type="submit" tone="primary" busy={giveBack.isPending}>
              {t("return")}
            </Button>
          </>
        }
      >
        <FormField label={t("reason")} required error={tried && !reason.trim() ? t("reasonNeeded") : undefined}>
          <Textarea rows={5} value={reason} onChange={(event) => setReason(event.target.value)} />
        </FormField>
      </Dialog>
    </>
  );
}

function Contents({ campaign }: { campaign: Submitted }) {
  const t = useTranslations("operator.approvals");
  const label = useEnumLabel();
  const callingFacts = useCallingFacts();
  const scheduleFacts = useScheduleFacts();
  return (
    <>
      {campaign.contract.state === "active" ? null : (
        <div className="mb-4">
          <Notice tone="warn" icon={<TriangleAlert aria-hidden />}>
            {t("contractNotActive", { reference: campaign.contract.reference })}
          </Notice>
        </div>
      )}
      <Part title={t("what")}>
        <Facts
          items={[
            { label: t("purpose"), value: label("campaignPurpose", campaign.purpose) },
            { label: t("contract"), value: campaign.contract.reference },
            { label: t("callerId"), value: <PhoneNumber phone={campaign.callerId} /> },
            ...callingFacts(campaign),
          ]}
        />
      </Part>
      {campaign.compliance ? (
        <Part title={t("rules", { name: campaign.compliance.name, revision: campaign.compliance.revision })}>
          <div className="flex flex-col gap-4">
            {campaign.compliance.changes ? (
              <div>
                <p className="mb-1 text-sm">{t("rulesChanged", { revision: campaign.compliance.revision - 1 })}</p>
                <RuleChanges changes={campaign.compliance.changes} label={t("rulesChangedLabel")} />
              </div>
            ) : null}
            <div>
              <p className="mb-1 text-sm">{t("rulesOwn")}</p>
              <RuleChanges changes={campaign.compliance.own} label={t("rulesOwn")} />
            </div>
          </div>
        </Part>
      ) : null}
      <Part title={t("whose")}>
        {campaign.lists.map((list) => (
          <div key={list.listId} className="border-b py-3 first-of-type:pt-0 last:border-0 last:pb-0">
            <Facts
              items={[
                { label: t("list"), value: list.name },
                { label: t("contacts"), value: <Count value={list.contacts} /> },
                { label: t("source"), value: list.source },
                { label: t("consent"), value: label("consentBasis", list.consentBasis) },
                { label: t("consentNote"), value: list.consentNote || "—" },
                ...(list.segmentName ? [{ label: t("targetGroup"), value: list.segmentName }] : []),
              ]}
            />
          </div>
        ))}
      </Part>
      <Part title={t("window")}>
        <CallingWindowView window={campaign.callingWindow} />
      </Part>
      <Part title={t("schedule")}>
        <Facts items={scheduleFacts(campaign.schedule)} />
      </Part>
      <Part title={t("script")}>
        {campaign.script ? (
          <div className="max-h-72 overflow-y-auto rounded-md bg-sunken px-3 py-2.5 text-sm leading-6 whitespace-pre-wrap">
            {campaign.script}
          </div>
        ) : (
          <p className="text-sm text-muted">{t("noScript")}</p>
        )}
      </Part>
      <Part title={t("dispositions")}>
        <ul className="flex flex-wrap gap-1.5">
          {campaign.dispositions.map((one) => (
            <li key={one.id}>
              <Badge tone={one.success ? "ok" : one.doNotCall ? "danger" : "neutral"}>
                {one.label}
                {one.success ? ` · ${t("success")}` : ""}
                {one.doNotCall ? ` · ${t("doNotCall")}` : ""}
                {one.retryAfterMinutes === null ? "" : ` · ${t("again", { minutes: one.retryAfterMinutes })}`}
                {one.fields.length === 0 ? "" : ` · ${t("asksFor", { count: one.fields.length })}`}
              </Badge>
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}
