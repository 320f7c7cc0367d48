"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge } from "~/ui/status.tsx";
import { AskPassword } from "./ask-password.tsx";
import { SetUpSecondFactor } from "./set-up-second-factor.tsx";

type Step = "setUp" | "turnOff" | "newCodes" | null;

/** The second factor of this account: set up, turn off, new recovery codes. */
export function SecondFactorCard() {
  const t = useTranslations("account");
  const trpc = useTRPC();
  const factor = useQuery(trpc.session.secondFactor.queryOptions({}));
  const [step, setStep] = useState<Step>(null);
  const close = () => setStep(null);
  return (
    <Card title={t("secondFactor")} description={t("factorHint")}>
      <Query of={factor}>
        {(data) =>
          data && !data.hasPassword ? (
            <p className="text-sm text-muted">{t("noPassword")}</p>
          ) : (
            <div className="flex min-h-8 items-center justify-between gap-4">
              <p className="flex items-center gap-2 text-sm">
                {data?.enabledAt ? (
                  <>
                    <Badge tone="ok">{t("factorOn")}</Badge>
                    <DateTime at={data.enabledAt} />
                    <span className={data.recoveryCodesLeft < 3 ? "text-warn" : "text-muted"}>
                      {t("codesLeft", { count: data.recoveryCodesLeft })}
                    </span>
                  </>
                ) : (
                  <>
                    <Badge tone="neutral">{t("factorOff")}</Badge>
                    {data?.required ? <span className="text-warn">{t("required")}</span> : null}
                  </>
                )}
              </p>
              <span className="flex gap-2">
                {data?.enabledAt ? (
                  <>
                    <Button onClick={() => setStep("newCodes")}>{t("newCodes")}</Button>
                    <Button onClick={() => setStep("turnOff")}>{t("turnOff")}</Button>
                  </>
                ) : (
                  <Button tone="primary" onClick={() => setStep("setUp")}>
                    {t("setUp")}
                  </Button>
                )}
              </span>
            </div>
          )
        }
      </Query>
      {step === "setUp" ? <SetUpSecondFactor onClose={close} /> : null}
      {step === "turnOff" || step === "newCodes" ? <AskPassword what={step} onClose={close} /> : null}
    </Card>
  );
}
