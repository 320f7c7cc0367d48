"use client";
import { CONSENT_BASES, type ConsentBasis } from "@callbay/domain/values";
import { Phone } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import type { DeskSurroundings } from "../hooks/use-duty.ts";
import type { DialRefusal } from "../hooks/use-refusal.ts";
import { RefusalLine } from "./refusal-line.tsx";

export interface DialOrder {
  readonly campaignId: string;
  readonly phone: string;
  readonly consentBasis?: ConsentBasis;
  readonly displayName?: string;
}

interface DialDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly campaigns: DeskSurroundings["campaigns"];
  /** May this person call a number that is on no list? */
  readonly mayDialAny: boolean;
  readonly isBusy: boolean;
  readonly refusal: DialRefusal | null;
  readonly onDial: (order: DialOrder) => void;
}

/** Calls a number by hand, within a campaign; what the gate says of it stays in sight. */
export function DialDialog({ open, onOpenChange, campaigns, mayDialAny, isBusy, refusal, onDial }: DialDialogProps) {
  const t = useTranslations("desk.dial");
  const label = useEnumLabel();
  const running = campaigns.filter(({ state }) => state === "running");
  const [campaignId, setCampaignId] = useState("");
  const [phone, setPhone] = useState("");
  const [basis, setBasis] = useState<ConsentBasis | "">("");
  const [name, setName] = useState("");
  const chosen = campaignId || (running[0]?.id ?? "");
  // A number that is on none of the lists takes the right by which it is called.
  const isUnknown = mayDialAny && (basis !== "" || refusal?.code === "CONSENT_BASIS_MISSING");
  const send = (): void => {
    if (isBusy || !chosen || phone.trim().length < 3) return;
    const order = { campaignId: chosen, phone: phone.trim() };
    onDial(basis ? { ...order, consentBasis: basis, displayName: name.trim() } : order);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      description={t("description")}
      size="sm"
      onSubmit={send}
      footer={
        <Button type="submit" tone="primary" icon={<Phone aria-hidden />} busy={isBusy} disabled={!chosen}>
          {t("call")}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <FormField label={t("number")} hint={mayDialAny ? t("numberHintAny") : t("numberHint")} required>
          <Input
            type="tel"
            inputMode="tel"
            autoComplete="off"
            value={phone}
            data-testid="dial-number"
            onChange={(event) => setPhone(event.target.value)}
          />
        </FormField>
        {running.length > 1 ? (
          <FormField label={t("campaign")}>
            <Select
              value={chosen}
              onChange={setCampaignId}
              options={running.map((campaign) => ({ value: campaign.id, label: campaign.name }))}
            />
          </FormField>
        ) : null}
        {isUnknown ? (
          <>
            <FormField label={t("basis")} hint={t("basisHint")} required>
              <Select
                value={basis}
                onChange={setBasis}
                placeholder={t("basisChoose")}
                options={CONSENT_BASES.map((value) => ({ value, label: label("consentBasis", value) }))}
              />
            </FormField>
            <FormField label={t("name")}>
              <Input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
            </FormField>
          </>
        ) : null}
        {running.length === 0 ? <p className="text-sm text-warn">{t("noCampaign")}</p> : null}
        <RefusalLine refusal={refusal} />
      </div>
    </Dialog>
  );
}
