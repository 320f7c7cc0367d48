"use client";
import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { fieldTime } from "~/lib/wall-clock.ts";
import { Input } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import { fieldId } from "../model/draft.ts";
import { type PromiseDraft, promiseOf } from "../model/promise.ts";

interface PromiseFieldsProps {
  readonly promise: PromiseDraft;
  /** The contact's own time zone, to say what the time is there. */
  readonly timezone: string | null;
  /** Does the disposition ask for it? */
  readonly required: boolean;
  readonly onChange: (promise: PromiseDraft) => void;
}

/** When the contact is called back, and by whom; left empty, the disposition's own delay holds. */
export function PromiseFields({ promise, timezone, required, onChange }: PromiseFieldsProps) {
  const t = useTranslations("desk.promise");
  const format = useFormatter();
  const zone = useTimeZone() ?? "UTC";
  const id = fieldId("callback");
  const at = promiseOf(promise, zone)?.at ?? null;
  const there =
    at && timezone
      ? t("there", {
          at: format.dateTime(at, {
            timeZone: timezone,
            weekday: "short",
            hour: "2-digit",
            minute: "2-digit",
            hourCycle: "h23",
          }),
        })
      : t(required ? "needed" : "hint");
  return (
    <div className="mb-2" data-testid="promise">
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-muted">
        {t("label")}
      </label>
      <div className="flex gap-2">
        <Input
          id={id}
          type="datetime-local"
          min={fieldTime(new Date(), zone)}
          aria-required={required || undefined}
          value={promise.at}
          onChange={(event) => onChange({ ...promise, at: event.target.value })}
          className="min-w-0 flex-1 px-2 text-xs"
        />
        <Select
          aria-label={t("by")}
          value={promise.by}
          onChange={(by) => onChange({ ...promise, by })}
          options={[
            { value: "me", label: t("me") },
            { value: "anybody", label: t("anybody") },
          ]}
          className="w-24"
        />
      </div>
      <p className="mt-1 h-4 text-xs text-muted">{there}</p>
    </div>
  );
}
