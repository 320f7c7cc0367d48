"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useTranslations } from "next-intl";
import { Card } from "~/ui/layout.tsx";
import { Deviation, Score, useScoreText } from "./score.tsx";

type View = RouterOutputs["quality"]["calibration"];

/** Question by question what each reviewer gave, and how far each is from all. */
export function CalibrationView({ calibration }: { calibration: View }) {
  const t = useTranslations("quality.calibration");
  const text = useScoreText();
  const { form, reviewers, deviations } = calibration;
  const { questions } = deviations;
  const cell = "px-3 py-1.5 text-right tabular";
  return (
    <Card flush>
      <div className="overflow-x-auto">
        <table aria-label={t("title")} className="w-full border-collapse text-sm">
          <thead>
            <tr className="border-b text-xs text-muted">
              <th scope="col" className="px-4 py-2 text-left font-medium">
                {t("question")}
              </th>
              {reviewers.map(({ reviewerId, name }) => (
                <th key={reviewerId} scope="col" className="px-3 py-2 text-right font-medium">
                  {name}
                </th>
              ))}
              <th scope="col" className="px-3 py-2 text-right font-medium">
                {t("mean")}
              </th>
              <th scope="col" className="px-4 py-2 text-right font-medium">
                {t("spread")}
              </th>
            </tr>
          </thead>
          <tbody>
            {form.sections.flatMap((section) =>
              section.questions.map((question) => {
                const found = questions.find(({ id }) => id === question.id);
                return (
                  <tr key={question.id} className="border-b border-line/70">
                    <th scope="row" className="px-4 py-1.5 text-left font-normal">
                      {question.text} <span className="text-xs text-faint">{section.title}</span>
                    </th>
                    {reviewers.map(({ reviewerId }) => (
                      <td key={reviewerId} className={cell}>
                        {text(found?.by.find((one) => one.reviewerId === reviewerId)?.bp ?? null)}
                      </td>
                    ))}
                    <td className={cell}>{text(found?.meanBp ?? null)}</td>
                    <td className={`${cell} pr-4`}>
                      <Deviation bp={found?.spreadBp ?? null} unsigned />
                    </td>
                  </tr>
                );
              }),
            )}
          </tbody>
          <tfoot className="bg-sunken font-medium">
            <tr>
              <th scope="row" className="px-4 py-1.5 text-left font-medium">
                {t("score")}
              </th>
              {deviations.reviewers.map(({ reviewerId, scoreBp }) => (
                <td key={reviewerId} className={cell}>
                  <Score bp={scoreBp} />
                </td>
              ))}
              <td className={cell}>{text(deviations.meanScoreBp)}</td>
              <td />
            </tr>
            {(["bias", "distance"] as const).map((what) => (
              <tr key={what}>
                <th scope="row" className="px-4 py-1.5 text-left font-medium" title={t(`${what}Hint`)}>
                  {t(what)}
                </th>
                {deviations.reviewers.map((one) => (
                  <td key={one.reviewerId} className={cell}>
                    <Deviation bp={what === "bias" ? one.biasBp : one.distanceBp} unsigned={what === "distance"} />
                  </td>
                ))}
                <td colSpan={2} />
              </tr>
            ))}
          </tfoot>
        </table>
      </div>
    </Card>
  );
}
