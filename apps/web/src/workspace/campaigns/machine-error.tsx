"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { Count } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";

/** Agents say who answered now and then, and it is counted over thirty days. */
const ASK_AGAIN_MS = 30_000;

type Measured = RouterOutputs["campaigns"]["machineError"];

/** How often the campaign's machine detector was wrong, as far as agents could tell, with how sure that is. */
export function MachineErrorCard({ campaignId, running }: { campaignId: string; running: boolean }) {
  const t = useTranslations("workspace.machineError");
  const trpc = useTRPC();
  const measured = useQuery(
    trpc.campaigns.machineError.queryOptions({ campaignId }, { refetchInterval: running ? ASK_AGAIN_MS : false }),
  );
  return (
    <Card title={t("title")}>
      <Query of={measured}>{(data) => (data ? <Figures measured={data} /> : null)}</Query>
    </Card>
  );
}

function Figures({ measured }: { measured: Measured }) {
  const t = useTranslations("workspace.machineError");
  const format = useFormatter();
  const { listened, people, machines, unsure, medianMs, peopleLost, sampledPerMille, days } = measured;
  if (listened === 0) return <p className="text-sm text-muted">{t("nothing", { days })}</p>;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="text-muted">
        {t("heard", { days, listened, people, machines, unsure })}{" "}
        {medianMs === null
          ? ""
          : t("median", { seconds: format.number(medianMs / 1_000, { maximumFractionDigits: 1 }) })}
      </p>
      <dl className="grid grid-cols-2 gap-4">
        <Rate
          label={t("falsePositives")}
          hint={t("falsePositivesHint", { share: sampledPerMille / 10 })}
          rate={measured.falsePositives}
        />
        <Rate label={t("falseNegatives")} hint={t("falseNegativesHint")} rate={measured.falseNegatives} />
      </dl>
      {peopleLost === null ? null : (
        <p>
          {t("peopleLost")} <Count value={peopleLost} />
        </p>
      )}
    </div>
  );
}

function Rate({ label, hint, rate }: { label: string; hint: string; rate: Measured["falsePositives"] }) {
  const t = useTranslations("workspace.machineError");
  const format = useFormatter();
  const percent = (share: number): string => format.number(share, { style: "percent", maximumFractionDigits: 1 });
  return (
    <div>
      <dt className="text-xs font-medium text-muted">{label}</dt>
      <dd className="tabular text-lg font-semibold">{rate.rate === null ? "—" : percent(rate.rate)}</dd>
      <dd className="text-xs text-muted">
        {rate.rate === null
          ? t("notYet")
          : t("of", { wrong: rate.wrong, of: rate.of, low: percent(rate.low), high: percent(rate.high) })}
      </dd>
      <dd className="mt-1 text-xs text-muted">{hint}</dd>
    </div>
  );
}
