"use client";
import { useQuery } from "@tanstack/react-query";
import { UserRoundPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { WorkspaceFactorRule } from "~/account/second-factor-rule.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { CompanySignInCard } from "~/workspace/people/company-sign-in-card.tsx";
import { ExportCard } from "~/workspace/people/export-card.tsx";
import { InvitationTable } from "~/workspace/people/invitation-table.tsx";
import { InviteDialog } from "~/workspace/people/invite-dialog.tsx";
import { MonitoringRule } from "~/workspace/people/monitoring-rule.tsx";
import { OrgTree } from "~/workspace/people/org-tree.tsx";
import { PeopleTable } from "~/workspace/people/people-table.tsx";
import { SkillList } from "~/workspace/people/skill-list.tsx";

export default function Page() {
  const t = useTranslations("workspace.people");
  const may = useMay();
  const trpc = useTRPC();
  const people = useQuery(trpc.people.list.queryOptions({}));
  const units = useQuery(trpc.people.orgUnits.queryOptions({}));
  const skills = useQuery(trpc.people.skills.queryOptions({}));
  const [tab, setTab] = useState("people");
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("hint")}
        actions={
          may("person.invite") ? (
            <Button tone="primary" icon={<UserRoundPlus aria-hidden />} onClick={() => setInviting(true)}>
              {t("invite")}
            </Button>
          ) : null
        }
      />
      <Tabs
        label={t("title")}
        value={tab}
        onChange={setTab}
        tabs={[
          {
            value: "people",
            label: t("tabPeople"),
            ...(people.data ? { count: people.data.items.length } : {}),
            content: (
              <Query of={people}>
                {(data) => (
                  <Card flush>
                    <PeopleTable people={data?.items} />
                  </Card>
                )}
              </Query>
            ),
          },
          {
            value: "invitations",
            label: t("tabInvitations"),
            ...(people.data ? { count: people.data.invitations.length } : {}),
            content: (
              <Card flush>
                <InvitationTable invitations={people.data?.invitations} />
              </Card>
            ),
          },
          {
            value: "units",
            label: t("tabUnits"),
            content: (
              <Query of={units}>
                {(data) => (
                  <Card flush>
                    <OrgTree units={data} />
                  </Card>
                )}
              </Query>
            ),
          },
          {
            value: "skills",
            label: t("skills.title"),
            ...(skills.data ? { count: skills.data.length } : {}),
            content: (
              <Query of={skills}>
                {(data) => (
                  <Card flush>
                    <SkillList skills={data} />
                  </Card>
                )}
              </Query>
            ),
          },
          ...(may("access.write")
            ? [
                {
                  value: "access",
                  label: t("tabAccess"),
                  content: (
                    <div className="flex flex-col gap-4">
                      <WorkspaceFactorRule />
                      <CompanySignInCard />
                      <MonitoringRule />
                      {may("workspace.export") ? <ExportCard /> : null}
                    </div>
                  ),
                },
              ]
            : []),
        ]}
      />
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </>
  );
}
