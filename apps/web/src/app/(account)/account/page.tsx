"use client";
import { ArrowLeft, ShieldAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { PasswordCard } from "~/account/password-card.tsx";
import { ProfileCard } from "~/account/profile-card.tsx";
import { SecondFactorCard } from "~/account/second-factor-card.tsx";
import { OperatorFactorRule } from "~/account/second-factor-rule.tsx";
import { SessionsCard } from "~/account/sessions-card.tsx";
import { useMay, useMe } from "~/shell/me.tsx";
import { Button } from "~/ui/button.tsx";
import { Notice, PageHeader } from "~/ui/layout.tsx";

export default function Page() {
  const t = useTranslations("account");
  const { secondFactorMissing } = useMe();
  const may = useMay();
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("hint")}
        actions={
          secondFactorMissing ? null : (
            <Button asChild>
              {/* A whole new page: what a role opens may have changed. */}
              <a href="/enter">
                <ArrowLeft aria-hidden />
                {t("back")}
              </a>
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-4">
        {secondFactorMissing ? (
          <Notice tone="warn" icon={<ShieldAlert aria-hidden />}>
            {t("mustSetUp")}
          </Notice>
        ) : (
          <ProfileCard />
        )}
        <SecondFactorCard />
        {secondFactorMissing ? null : (
          <>
            <PasswordCard />
            <SessionsCard />
            {/* The operator has no page of its people; its administrators find the rule where they find their own. */}
            {may("platform.access.write") ? <OperatorFactorRule /> : null}
          </>
        )}
      </div>
    </>
  );
}
