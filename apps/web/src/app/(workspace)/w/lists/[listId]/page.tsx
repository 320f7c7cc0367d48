"use client";
import { useQuery } from "@tanstack/react-query";
import { Megaphone } from "lucide-react";
import Link from "next/link";
import { useParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count, Day } from "~/ui/format.tsx";
import { Card, Facts, PageHeader, Stat, StatRow } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { AttributeTypes } from "~/workspace/lists/attribute-types.tsx";
import { ContactTable } from "~/workspace/lists/contact-table.tsx";
import { ImportList } from "~/workspace/lists/import-list.tsx";
import { ImportPreview } from "~/workspace/lists/import-preview.tsx";
import { UploadPanel } from "~/workspace/lists/upload-panel.tsx";

export default function Page() {
  const { listId } = useParams<{ listId: string }>();
  const t = useTranslations("workspace.lists");
  const label = useEnumLabel();
  const may = useMay();
  const trpc = useTRPC();
  const list = useQuery(trpc.lists.get.queryOptions({ listId }));
  const imports = useQuery(trpc.lists.imports.queryOptions({ listId }));
  const [checking, setChecking] = useState<{ readonly id: string; readonly fileName: string } | null>(null);
  const locale = useLocale();
  const country = (code: string): string => new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? code;
  const { data } = list;
  const isNew = imports.data?.length === 0 && data?.contacts === 0;
  const sums = data?.imported;
  return (
    <>
      <PageHeader
        title={data?.name ?? t("title")}
        description={data?.source}
        trail={[{ href: "/w/lists", label: t("title") }]}
        actions={
          may("campaign.write") && data && data.contacts > 0 ? (
            <Button asChild>
              <Link href={`/w/campaigns/new?listId=${listId}`}>
                <Megaphone aria-hidden />
                {t("useIt")}
              </Link>
            </Button>
          ) : null
        }
      />
      <Query of={list}>
        {(loaded) => (
          <div className="flex flex-col gap-4">
            {may("list.write") ? (
              <UploadPanel listId={listId} compact={(imports.data?.length ?? 1) > 0} onUploaded={setChecking} />
            ) : null}
            {isNew ? null : (
              <div className="-mb-4">
                <StatRow columns={5}>
                  <Stat label={t("contacts")} loading={!loaded} value={<Count value={loaded?.contacts} />} />
                  <Stat label={t("accepted")} loading={!sums} value={<Count value={sums?.accepted} />} />
                  <Stat label={t("duplicate")} loading={!sums} value={<Count value={sums?.duplicate} />} />
                  <Stat label={t("doNotCall")} loading={!sums} value={<Count value={sums?.doNotCall} />} />
                  <Stat
                    label={t("rejected")}
                    loading={!sums}
                    value={<Count value={sums?.rejected} />}
                    {...(sums && sums.rejected > 0 ? { tone: "warn" as const } : {})}
                  />
                </StatRow>
              </div>
            )}
            <div className="grid grid-cols-[minmax(0,1fr)_20rem] items-start gap-4">
              <Card flush title={t("imports")}>
                {imports.data?.length ? (
                  <ImportList imports={imports.data} onCheck={setChecking} />
                ) : (
                  <p className="px-4 py-6 text-sm text-muted">{imports.data ? t("noImports") : "…"}</p>
                )}
              </Card>
              <div className="flex flex-col gap-4">
                <Card title={t("facts")}>
                  <Facts
                    items={[
                      { label: t("consent"), value: loaded ? label("consentBasis", loaded.consentBasis) : "…" },
                      ...(loaded?.consentNote ? [{ label: t("note"), value: loaded.consentNote }] : []),
                      { label: t("country"), value: loaded ? country(loaded.defaultCountry) : "…" },
                      { label: t("created"), value: <Day date={loaded?.createdAt.toISOString()} /> },
                      {
                        label: t("usedBy"),
                        value: loaded?.campaigns.length ? (
                          <span className="flex flex-col">
                            {loaded.campaigns.map((campaign) => (
                              <Link
                                key={campaign.id}
                                href={`/w/campaigns/${campaign.id}`}
                                className="truncate hover:underline"
                              >
                                {campaign.name}
                              </Link>
                            ))}
                          </span>
                        ) : (
                          <span className="text-faint">{t("unused")}</span>
                        ),
                      },
                    ]}
                  />
                </Card>
                {loaded && loaded.attributes.length > 0 ? (
                  <AttributeTypes listId={listId} attributes={loaded.attributes} />
                ) : null}
              </div>
            </div>
            {isNew ? null : (
              <Card flush>
                <ContactTable listId={listId} attributes={loaded?.attributes.map(({ key }) => key) ?? []} />
              </Card>
            )}
          </div>
        )}
      </Query>
      {checking ? (
        <ImportPreview
          key={checking.id}
          importId={checking.id}
          fileName={checking.fileName}
          onClose={() => setChecking(null)}
        />
      ) : null}
    </>
  );
}
