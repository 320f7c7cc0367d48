"use client";
import type { MetricKey } from "@callbay/domain/reports/metrics";
import { useQuery } from "@tanstack/react-query";
import {
  Bookmark,
  BookOpenText,
  Coins,
  Download,
  Ellipsis,
  FileDown,
  FileSpreadsheet,
  FolderOpen,
  Settings2,
} from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button, IconButton } from "~/ui/button.tsx";
import { useToday } from "~/ui/format.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { DropdownMenu } from "~/ui/menu.tsx";
import { Query } from "~/ui/query.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge } from "~/ui/status.tsx";
import { queryOf, useAsk } from "~/workspace/reports/ask.ts";
import { ReportChart } from "~/workspace/reports/chart.tsx";
import { ReportFilters } from "~/workspace/reports/filters.tsx";
import { ReportTable } from "~/workspace/reports/report-table.tsx";
import { CountingRules } from "~/workspace/reports/rules.tsx";
import { SaveReport } from "~/workspace/reports/save.tsx";
import { SavedReports } from "~/workspace/reports/saved.tsx";

/** What is asked stands in the address: a report can be passed on, and Back leads to the one before. */
export default function Page() {
  const t = useTranslations("reports");
  const locale = useLocale();
  const may = useMay();
  const trpc = useTRPC();
  const [ask, change] = useAsk(useToday());
  const [metric, setMetric] = useState<MetricKey | null>(null);
  const [asking, setAsking] = useState<"rules" | "save" | "saved" | null>(null);
  const query = queryOf(ask);
  const options = useQuery(trpc.reports.options.queryOptions());
  const report = useQuery(
    trpc.reports.read.queryOptions({ query, compare: ask.compare }, { placeholderData: (before) => before }),
  );
  const file = (format: "csv" | "xlsx") =>
    `/api/reports?${new URLSearchParams({ format, locale, query: JSON.stringify(query) })}`;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("hint")}
        actions={
          <>
            <Button icon={<FolderOpen aria-hidden />} onClick={() => setAsking("saved")}>
              {t("saved")}
            </Button>
            <Button icon={<Bookmark aria-hidden />} onClick={() => setAsking("save")}>
              {t("saveReport")}
            </Button>
            <DropdownMenu
              trigger={<Button icon={<Download aria-hidden />}>{t("export")}</Button>}
              groups={[
                (["csv", "xlsx"] as const).map((format) => ({
                  key: format,
                  label: t(format),
                  icon: format === "csv" ? <FileDown aria-hidden /> : <FileSpreadsheet aria-hidden />,
                  href: file(format),
                })),
              ]}
            />
            <DropdownMenu
              trigger={<IconButton tone="secondary" label={t("more")} icon={<Ellipsis aria-hidden />} />}
              groups={[
                [
                  {
                    key: "dictionary",
                    label: t("dictionary"),
                    icon: <BookOpenText aria-hidden />,
                    href: "/w/reports/dictionary",
                  },
                  ...(may("invoice.read")
                    ? [
                        {
                          key: "costs",
                          label: t("costs.title"),
                          icon: <Coins aria-hidden />,
                          href: "/w/reports/costs",
                        },
                      ]
                    : []),
                  ...(may("report.write")
                    ? [
                        {
                          key: "rules",
                          label: t("settings"),
                          icon: <Settings2 aria-hidden />,
                          onSelect: () => setAsking("rules"),
                        },
                      ]
                    : []),
                ],
              ]}
            />
          </>
        }
      />
      <ReportFilters ask={ask} onChange={change} options={options.data} />
      <Query of={report}>
        {(data) => {
          const shown = data?.metrics.find(({ key }) => key === (metric ?? data.chart)) ?? data?.metrics[0];
          return (
            <div className="flex flex-col gap-4">
              {data && shown && data.groups.length === 1 && data.rows.length > 1 ? (
                <Card
                  title={t("chart")}
                  actions={
                    <Select
                      size="sm"
                      aria-label={t("metric")}
                      className="w-48"
                      value={shown.key}
                      onChange={setMetric}
                      options={data.metrics.map(({ key }) => ({ value: key, label: t(`metrics.${key}`) }))}
                    />
                  }
                >
                  <ReportChart report={data} metric={shown} />
                </Card>
              ) : null}
              <Card
                flush
                title={t("table", {
                  report: t(`reports.${ask.report}`),
                  group: (data?.groups ?? [ask.group]).map((one) => t(`groups.${one}`)).join(" · "),
                })}
                description={data?.scope === "people" ? t("ownPeople") : undefined}
                actions={data?.source === "events" ? <Badge tone="neutral">{t("fromEvents")}</Badge> : <span />}
              >
                <ReportTable report={data} ask={ask} />
              </Card>
            </div>
          );
        }}
      </Query>
      {asking === "rules" ? <CountingRules onDone={() => setAsking(null)} /> : null}
      {asking === "save" ? <SaveReport query={query} onDone={() => setAsking(null)} /> : null}
      {asking === "saved" ? <SavedReports onOpen={change} onDone={() => setAsking(null)} /> : null}
    </>
  );
}
