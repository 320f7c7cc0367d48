"use client";
import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { later, useLater } from "~/ui/later.ts";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { ChannelsStep } from "./channels-step.tsx";
import { CompanyStep } from "./company-step.tsx";
import { NumbersStep } from "./numbers-step.tsx";
import { OwnerStep } from "./owner-step.tsx";
import { type Client, doneSteps, nextStep, STEPS, type StepKey } from "./steps.ts";

// Prices and their quote are fetched while somebody types the company.
const contractStepCode = later<StepProps>(async () => {
  const { ContractStep: Fetched } = await import("./contract-step.tsx");
  return { default: Fetched };
});

interface StepProps {
  readonly client: Client;
  readonly onDone: () => void;
}

const FRESH = { refetchOnWindowFocus: true };

/** A client from nothing to live, on one page: `?client=` goes on where somebody stopped. */
export default function Page() {
  const t = useTranslations("operator.onboard");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const tenantId = useSearchParams().get("client");
  const query = useQuery(
    trpc.operator.tenants.get.queryOptions({ tenantId: tenantId ?? "" }, { ...FRESH, enabled: tenantId !== null }),
  );
  const [chosen, setChosen] = useState<StepKey | null>(null);
  const done = doneSteps(query.data);
  const next = nextStep(done);
  const step = chosen ?? next;
  // A step stays until it says that it is done: what it saved already may not take it away with what it still has to say.
  const holds = query.data !== undefined && chosen === null && next !== null;
  useEffect(() => {
    if (holds) setChosen(next);
  }, [holds, next]);
  const saved = (): void => setChosen(null);
  return (
    <>
      <PageHeader
        title={query.data?.tenant.name ?? t("title")}
        description={t("hint")}
        trail={[{ href: "/operator", label: c("nav.tenants") }]}
      />
      <div className="grid grid-cols-[14rem_minmax(0,1fr)] items-start gap-4">
        <nav aria-label={t("steps")}>
          <ol className="flex flex-col gap-1">
            {STEPS.map((key, index) => (
              <li key={key}>
                <button
                  type="button"
                  aria-current={key === step ? "step" : undefined}
                  disabled={key === "company" ? done.company : !done.company}
                  onClick={() => setChosen(key)}
                  className={cx(
                    "flex w-full items-center gap-2.5 rounded-md px-3 py-2 text-left text-sm disabled:cursor-default",
                    key === step ? "bg-selected font-medium" : "enabled:hover:bg-hover",
                  )}
                >
                  <span
                    className={cx(
                      "grid size-5 shrink-0 place-items-center rounded-full text-2xs",
                      done[key] ? "bg-ok-soft text-ok" : "bg-sunken text-muted",
                    )}
                  >
                    {done[key] ? <Check aria-label={t("done")} className="size-3.5" /> : index + 1}
                  </span>
                  {t(`step.${key}`)}
                </button>
              </li>
            ))}
          </ol>
        </nav>
        {tenantId !== null && !query.data ? (
          <Skeleton className="h-80 w-full" />
        ) : step === null && query.data ? (
          <Live client={query.data} />
        ) : query.data ? (
          <Step key={step} step={step} client={query.data} onDone={saved} />
        ) : (
          <CompanyStep onDone={(id) => router.replace(`/operator/onboard?client=${id}`)} />
        )}
      </div>
    </>
  );
}

function Step({ step, client, onDone }: StepProps & { readonly step: StepKey | null }) {
  const props = { client, onDone };
  if (step === "contract") return <ContractStep {...props} />;
  if (step === "numbers") return <NumbersStep {...props} />;
  if (step === "channels") return <ChannelsStep {...props} />;
  return <OwnerStep {...props} />;
}

function ContractStep(props: StepProps) {
  const Fetched = useLater(contractStepCode);
  return Fetched ? <Fetched {...props} /> : <Skeleton className="h-80 w-full" />;
}

function Live({ client }: { client: Client }) {
  const t = useTranslations("operator.onboard");
  const { id, name } = client.tenant;
  return (
    <Card title={t("live", { name })} description={t("liveHint")}>
      <div className="flex gap-2">
        <Button asChild tone="primary">
          <Link href={`/operator/tenants/${id}`}>{t("open")}</Link>
        </Button>
        <Button asChild>
          <a href="/operator/onboard">{t("another")}</a>
        </Button>
      </div>
    </Card>
  );
}
