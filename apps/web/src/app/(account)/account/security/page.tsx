"use client";
import { ShieldAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { PasswordCard } from "~/account/password-card.tsx";
import { SecondFactorCard } from "~/account/second-factor-card.tsx";
import { OperatorFactorRule } from "~/account/second-factor-rule.tsx";
import { useMay, useMe } from "~/shell/me.tsx";
import { Notice, PageHeader } from "~/ui/layout.tsx";

/** Where somebody whose role needs a second factor is led before anything else. */
export default function Page() {
  const t = useTranslations("account");
  const { secondFactorMissing } = useMe();
  const may = useMay();
  return (
    <>
      <PageHeader title={t("nav.security")} description={t("securityHint")} />
      <div className="flex flex-col gap-4">
        {secondFactorMissing ? (
          <Notice tone="warn" icon={<ShieldAlert aria-hidden />}>
            {t("mustSetUp")}
          </Notice>
        ) : null}
        <SecondFactorCard />
        {secondFactorMissing ? null : (
          <>
            <PasswordCard />
            {/* The operator has no page of its people; its administrators find the rule where they find their own. */}
            {may("platform.access.write") ? <OperatorFactorRule /> : null}
          </>
        )}
      </div>
    </>
  );
}
