"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { addDays } from "@callbay/domain/days";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { focusFirstProblem } from "~/contract/problem-text.ts";
import { TermsEditor } from "~/contract/terms-editor.tsx";
import { draftOf, NEW_TERMS, problemsOf, termsOf } from "~/contract/terms-form.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Card, ErrorState, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";

type Contract = RouterOutputs["operator"]["contracts"]["get"];

export default function Page() {
  const trpc = useTRPC();
  const { tenantId, contractId } = useParams<{ tenantId: string; contractId: string }>();
  // Asked once: what is typed here must not be replaced when something changes elsewhere.
  const query = useQuery(
    trpc.operator.contracts.get.queryOptions({ tenantId, contractId }, { refetchOnWindowFocus: false }),
  );
  return <Query of={query}>{(data) => (data ? <Amend contract={data} /> : <Skeleton className="h-96" />)}</Query>;
}

/** Terms of a draft begin with the contract; new terms of an active contract tomorrow at the earliest. */
function firstDay(contract: Contract): string {
  if (contract.state === "draft") return contract.startsOn;
  const tomorrow = addDays(new Date().toISOString().slice(0, 10), 1);
  return [tomorrow, contract.startsOn, contract.billedThrough ?? ""].sort().at(-1) ?? tomorrow;
}

function Amend({ contract }: { contract: Contract }) {
  const t = useTranslations("operator.contractEditor");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const latest = contract.versions.at(-1);
  const [terms, setTerms] = useState(() => (latest ? draftOf(latest) : NEW_TERMS));
  const [effectiveFrom, setEffectiveFrom] = useState(() => firstDay(contract));
  const [tried, setTried] = useState(false);
  const here = `/operator/tenants/${contract.tenantId}/contracts/${contract.id}`;
  const isDraft = contract.state === "draft";
  const amend = useMutation(
    trpc.operator.contracts.amend.mutationOptions({
      meta: { quiet: true },
      onSuccess: async ({ version }) => {
        toast.success(t("amended", { version }));
        await queryClient.invalidateQueries({ queryKey: trpc.operator.pathKey() });
        router.push(here);
      },
    }),
  );
  const problems = problemsOf(terms);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!effectiveFrom || Object.keys(problems).length > 0) {
      focusFirstProblem();
      return;
    }
    amend.mutate({ tenantId: contract.tenantId, contractId: contract.id, effectiveFrom, terms: termsOf(terms) });
  };
  return (
    <form noValidate onSubmit={submit}>
      <PageHeader
        sticky
        title={isDraft ? t("editTitle") : t("amendTitle")}
        trail={[
          { href: "/operator", label: c("nav.tenants") },
          { href: `/operator/tenants/${contract.tenantId}`, label: contract.tenantName },
          { href: here, label: contract.reference },
        ]}
        description={isDraft ? t("editHint") : t("amendHint")}
        actions={
          <>
            <Button onClick={() => router.push(here)}>{c("cancel")}</Button>
            <Button type="submit" tone="primary" busy={amend.isPending}>
              {isDraft ? t("saveDraft") : t("amend")}
            </Button>
          </>
        }
      />
      <TermsEditor draft={terms} onChange={setTerms} currency={contract.currency} problems={tried ? problems : {}}>
        {amend.error ? <ErrorState title={t("notSaved")} message={describe(amend.error).message} /> : null}
        {isDraft ? null : (
          <Card>
            <FormField label={t("effectiveFrom")} hint={t("effectiveFromHint")} required className="max-w-60">
              <Input type="date" value={effectiveFrom} onChange={(event) => setEffectiveFrom(event.target.value)} />
            </FormField>
          </Card>
        )}
      </TermsEditor>
    </form>
  );
}
