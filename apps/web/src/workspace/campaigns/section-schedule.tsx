"use client";
import { DEFAULT_CALLING_WINDOW } from "@callbay/domain/calling-window/hours";
import type { CampaignSchedule } from "@callbay/domain/campaign-schedule/types";
import { useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { timeZoneOptions } from "~/lib/places.ts";
import { Combobox } from "~/ui/combobox.tsx";
import { Checkbox, FormField, Input, Switch } from "~/ui/form.tsx";
import type { SectionProps } from "./section.tsx";
import { WindowGrid } from "./window-grid.tsx";

/** Days and hours at which the campaign starts, rests and stops by itself. May be changed while it runs. */
export function ScheduleSection({ draft, set, tunable }: SectionProps & { readonly tunable: boolean }) {
  const t = useTranslations("workspace.editor.schedule");
  const zone = useTimeZone() ?? "UTC";
  const { schedule } = draft;
  return (
    <div className="flex flex-col gap-5">
      <Switch
        checked={schedule !== null}
        onChange={(on) => set({ schedule: on ? { zone, from: null, until: null, hours: null } : null })}
        label={t("by")}
        disabled={!tunable}
      />
      {schedule ? (
        <Fields schedule={schedule} onChange={(next) => set({ schedule: next })} disabled={!tunable} />
      ) : (
        <p className="text-sm text-muted">{t("byHand")}</p>
      )}
    </div>
  );
}

function Fields({
  schedule,
  onChange,
  disabled,
}: {
  schedule: CampaignSchedule;
  onChange: (next: CampaignSchedule) => void;
  disabled: boolean;
}) {
  const t = useTranslations("workspace.editor.schedule");
  const common = useTranslations("common");
  const zones = useMemo(timeZoneOptions, []);
  const { zone, from, until, hours } = schedule;
  const backwards = from !== null && until !== null && until <= from;
  const never = hours !== null && Object.values(hours).every((spans) => spans.length === 0);
  return (
    <>
      <div className="grid grid-cols-3 gap-4">
        <FormField label={t("from")} hint={t("fromHint")}>
          <Input
            type="datetime-local"
            value={from ?? ""}
            disabled={disabled}
            onChange={(event) => onChange({ ...schedule, from: event.target.value || null })}
          />
        </FormField>
        <FormField label={t("until")} hint={t("untilHint")} error={backwards ? t("backwards") : undefined}>
          <Input
            type="datetime-local"
            value={until ?? ""}
            disabled={disabled}
            onChange={(event) => onChange({ ...schedule, until: event.target.value || null })}
          />
        </FormField>
        <FormField label={t("zone")} hint={t("zoneHint")}>
          <Combobox
            value={zone}
            onChange={(next) => onChange({ ...schedule, zone: next })}
            options={zones}
            searchText={t("findZone")}
            emptyText={common("nothingFound")}
            disabled={disabled}
          />
        </FormField>
      </div>
      <Checkbox
        checked={hours !== null}
        onChange={(own) => onChange({ ...schedule, hours: own ? DEFAULT_CALLING_WINDOW.weekly : null })}
        label={t("hours")}
        disabled={disabled}
      />
      {hours ? (
        <WindowGrid
          weekly={hours}
          onChange={(weekly) => onChange({ ...schedule, hours: weekly })}
          disabled={disabled}
        />
      ) : null}
      {never ? (
        <p role="alert" className="text-sm text-danger">
          {t("never")}
        </p>
      ) : null}
      <p className="text-xs text-muted">{t("narrows")}</p>
    </>
  );
}
