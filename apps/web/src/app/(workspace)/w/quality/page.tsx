"use client";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { PageHeader } from "~/ui/layout.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { Assessments } from "~/workspace/quality/assessments.tsx";
import { Calibrations } from "~/workspace/quality/calibrations.tsx";
import { Queue } from "~/workspace/quality/queue.tsx";
import { Scorecards } from "~/workspace/quality/scorecards.tsx";

const PARTS = ["queue", "assessments", "calibration", "scorecards"] as const;

/** Judging conversations: what waits, what was judged, how far reviewers agree, and by what is judged. */
export default function Page() {
  const t = useTranslations("quality.page");
  const router = useRouter();
  const path = usePathname();
  const asked = useSearchParams().get("part");
  const part = PARTS.find((one) => one === asked) ?? "queue";
  const content = {
    queue: <Queue />,
    assessments: <Assessments />,
    calibration: <Calibrations />,
    scorecards: <Scorecards />,
  };
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Tabs
        label={t("title")}
        value={part}
        onChange={(next) => router.replace(`${path}?part=${next}`, { scroll: false })}
        tabs={PARTS.map((value) => ({ value, label: t(`parts.${value}`), content: content[value] }))}
      />
    </>
  );
}
