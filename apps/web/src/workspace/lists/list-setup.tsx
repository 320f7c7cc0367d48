"use client";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { Button } from "~/ui/button.tsx";
import { Day } from "~/ui/format.tsx";
import { Card, Facts } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { AttributeTypes } from "./attribute-types.tsx";
import { ConsentCard } from "./consent-card.tsx";
import type { ListView } from "./list-files.tsx";

const EditListDialog = dynamic(() => import("./edit-list-dialog.tsx").then((it) => it.EditListDialog));

/** Where a list comes from, by what right it is called, who uses it, and what its columns are. */
export function ListSetup({ list }: { list: ListView }) {
  const t = useTranslations("workspace.lists");
  const label = useEnumLabel();
  const may = useMay();
  const [editing, setEditing] = useState(false);
  const locale = useLocale();
  const country = new Intl.DisplayNames(locale, { type: "region" }).of(list.defaultCountry) ?? list.defaultCountry;
  return (
    <div className="grid grid-cols-2 items-start gap-4">
      <Card
        title={t("facts")}
        actions={
          may("list.write") ? (
            <Button size="sm" onClick={() => setEditing(true)}>
              {t("edit")}
            </Button>
          ) : null
        }
      >
        <Facts
          items={[
            { label: t("consent"), value: label("consentBasis", list.consentBasis) },
            ...(list.consentNote ? [{ label: t("note"), value: list.consentNote }] : []),
            { label: t("country"), value: country },
            { label: t("created"), value: <Day date={list.createdAt.toISOString()} /> },
            {
              label: t("usedBy"),
              value: list.campaigns.length ? (
                <span className="flex flex-col">
                  {list.campaigns.map((campaign) => (
                    <Link key={campaign.id} href={`/w/campaigns/${campaign.id}`} className="truncate hover:underline">
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
      <div className="flex flex-col gap-4">
        <ConsentCard list={list} />
        {list.attributes.length > 0 ? (
          <AttributeTypes listId={list.id} revision={list.revision} attributes={list.attributes} />
        ) : null}
      </div>
      {editing ? <EditListDialog list={list} onClose={() => setEditing(false)} /> : null}
    </div>
  );
}
