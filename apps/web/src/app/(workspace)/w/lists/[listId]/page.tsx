"use client";
import { useQuery } from "@tanstack/react-query";
import { FileUp, Megaphone } from "lucide-react";
import { useParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { ContactTable } from "~/workspace/lists/contact-table.tsx";
import { ImportPreview } from "~/workspace/lists/import-preview.tsx";
import { ListFiles } from "~/workspace/lists/list-files.tsx";
import { ListSetup } from "~/workspace/lists/list-setup.tsx";

/** A list: whom it holds, the files that brought them, and what it is. A list that holds nobody opens at its files. */
export default function Page() {
  const { listId } = useParams<{ listId: string }>();
  const t = useTranslations("workspace.lists");
  const may = useMay();
  const trpc = useTRPC();
  const list = useQuery(trpc.lists.get.queryOptions({ listId }));
  const imports = useQuery(trpc.lists.imports.queryOptions({ listId }));
  const [checking, setChecking] = useState<{ readonly id: string; readonly fileName: string } | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  // As it was when the page was opened: nobody is led away from a file that fills the list under their eyes.
  const [opened, setOpened] = useState<string | null>(null);
  const { data } = list;
  if (data && imports.data && opened === null) {
    const underWay = imports.data.some(({ state }) => state !== "completed" && state !== "cancelled");
    setOpened(data.contacts > 0 && !underWay ? "contacts" : "imports");
  }
  const tab = chosen ?? opened;
  return (
    <>
      <PageHeader
        title={data?.name ?? t("title")}
        description={data?.source}
        trail={[{ href: "/w/lists", label: t("title") }]}
        actions={
          data && data.contacts > 0 ? (
            <>
              {may("list.write") && tab !== "imports" ? (
                <Button
                  icon={<FileUp aria-hidden />}
                  onClick={() => {
                    setChosen("imports");
                    setAdding(true);
                  }}
                >
                  {t("addFile")}
                </Button>
              ) : null}
              {may("campaign.write") ? (
                <Button asChild>
                  <Link href={`/w/campaigns/new?listId=${listId}`}>
                    <Megaphone aria-hidden />
                    {t("useIt")}
                  </Link>
                </Button>
              ) : null}
            </>
          ) : null
        }
      />
      <Query of={list}>
        {(loaded) =>
          loaded && tab ? (
            <Tabs
              label={t("parts")}
              value={tab}
              onChange={(value) => {
                setChosen(value);
                setAdding(false);
              }}
              tabs={[
                {
                  value: "contacts",
                  label: t("tab.contacts"),
                  count: loaded.contacts,
                  content: (
                    <Card flush>
                      <ContactTable listId={listId} attributes={loaded.attributes.map(({ key }) => key)} />
                    </Card>
                  ),
                },
                {
                  value: "imports",
                  label: t("tab.imports"),
                  count: imports.data?.length ?? 0,
                  content: <ListFiles list={loaded} imports={imports.data} adding={adding} onCheck={setChecking} />,
                },
                { value: "setup", label: t("tab.setup"), content: <ListSetup list={loaded} /> },
              ]}
            />
          ) : (
            <Card>
              <Skeleton className="h-96" />
            </Card>
          )
        }
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
