"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { NumberQuestion } from "~/ui/number-question.tsx";
import { FoundContacts } from "~/workspace/contacts/found.tsx";
import { RecentContacts } from "~/workspace/contacts/recent.tsx";

/** Finds who has a number, over all lists; until somebody is looked for, those who were called last. */
export default function Page() {
  const t = useTranslations("workspace.contacts");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const [phone, setPhone] = useState("");
  const found = useQuery({
    ...trpc.contacts.search.queryOptions({ phone }),
    enabled: phone !== "",
    retry: false,
    meta: { quiet: true },
  });
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <div className="flex flex-col gap-4">
        <Card>
          <NumberQuestion
            label={t("number")}
            placeholder={t("placeholder")}
            ask={t("find")}
            tone="primary"
            busy={found.isFetching}
            error={found.error ? describe(found.error).message : undefined}
            onAsk={(asked) => (asked === phone ? void found.refetch() : setPhone(asked))}
          />
        </Card>
        {found.data ? <FoundContacts of={found.data} /> : null}
        <RecentContacts />
      </div>
    </>
  );
}
