"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { Consent } from "~/workspace/contacts/consent.tsx";
import { Attributes, Numbers } from "~/workspace/contacts/numbers.tsx";
import { Standings } from "~/workspace/contacts/standings.tsx";
import { ContactTimeline } from "~/workspace/contacts/timeline.tsx";
import { Vip } from "~/workspace/contacts/vip.tsx";

const HoldCard = dynamic(() => import("~/workspace/recordings/holds.tsx").then((it) => it.HoldCard));

/** One contact: who it is, by what right it is called, where it stands, what was tried and said. */
export default function Page() {
  const { contactId } = useParams<{ contactId: string }>();
  const t = useTranslations("workspace.contacts");
  const trpc = useTRPC();
  const contact = useQuery(trpc.contacts.get.queryOptions({ contactId }));
  const { data } = contact;
  return (
    <>
      <PageHeader
        title={data ? data.displayName || t("unnamed") : t("contact")}
        description={data ? data.list.source : undefined}
        actions={data ? <Vip of={data} /> : null}
        trail={[
          { href: "/w/contacts", label: t("title") },
          ...(data ? [{ href: `/w/lists/${data.list.id}`, label: data.list.name }] : []),
        ]}
      />
      <Query of={contact}>
        {(loaded) =>
          loaded === undefined ? (
            <Skeleton className="h-96 w-full" />
          ) : (
            <div className="grid grid-cols-[minmax(0,1fr)_22rem] items-start gap-4">
              <div className="flex min-w-0 flex-col gap-4">
                <Standings of={loaded} />
                <Card flush title={t("timeline")}>
                  <ContactTimeline of={loaded.timeline} />
                </Card>
              </div>
              <div className="flex flex-col gap-4">
                <Numbers of={loaded} />
                <Consent of={loaded} />
                <Attributes of={loaded.attributes} />
                <HoldCard subject="contact" id={contactId} />
              </div>
            </div>
          )
        }
      </Query>
    </>
  );
}
