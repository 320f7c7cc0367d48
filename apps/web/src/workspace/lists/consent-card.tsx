"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count } from "~/ui/format.tsx";
import { Card, Facts } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import type { ListView } from "./list-files.tsx";

const ListConsentDialog = dynamic(() => import("./list-consent-dialog.tsx").then((it) => it.ListConsentDialog));

/** How many of a list agreed themselves, and with proof; and a way to write it down for all of them at once. */
export function ConsentCard({ list }: { list: ListView }) {
  const t = useTranslations("workspace.listConsent");
  const may = useMay();
  const trpc = useTRPC();
  const [writing, setWriting] = useState(false);
  const consent = useQuery(trpc.lists.consent.queryOptions({ listId: list.id }));
  const sum = (key: "contacts" | "given" | "proven"): number | undefined =>
    consent.data?.reduce((total, one) => total + one[key], 0);
  return (
    <Card title={t("title")} description={t("hint")}>
      <Query of={consent}>
        {(uploads) => (
          <>
            <Facts
              items={[
                { label: t("contacts"), value: <Count value={sum("contacts")} /> },
                { label: t("given"), value: <Count value={sum("given")} /> },
                { label: t("proven"), value: <Count value={sum("proven")} /> },
              ]}
            />
            {may("list.write") && uploads && uploads.length > 0 ? (
              <Button size="sm" className="mt-3" onClick={() => setWriting(true)}>
                {t("write")}
              </Button>
            ) : null}
            {writing && uploads ? (
              <ListConsentDialog listId={list.id} uploads={uploads} onClose={() => setWriting(false)} />
            ) : null}
          </>
        )}
      </Query>
    </Card>
  );
}
