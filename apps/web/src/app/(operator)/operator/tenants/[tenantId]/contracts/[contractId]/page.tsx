"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { FilePen, Play, Square } from "lucide-react";
import { useParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { lastDayOf } from "~/contract/last-day.ts";
import { TermsView } from "~/contract/terms-view.tsx";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { DateTime, Day } from "~/ui/format.tsx";
import { Card, Facts, Notice, PageHeader } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton, toneOf } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";

export default function Page() {
  const t = useTranslations("operator.contract");
  const c = useTranslations("common");
  const label = useEnumLabel();
  const may = useMay()("platform.contract.write");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { tenantId, contractId } = useParams<{ tenantId: string; contractId: string }>();
  const [asking, setAsking] = useState<"activate" | "end" | null>(null);
  const [endsOn, setEndsOn] = useState("");
  const query = useQuery(trpc.operator.contracts.get.queryOptions({ tenantId, contractId }));
  const done = (text: string): void => {
    toast.success(text);
    setAsking(null);
    void queryClient.invalidateQueries({ queryKey: trpc.operator.pathKey() });
  };
  const activate = useMutation(
    trpc.operator.contracts.activate.mutationOptions({ onSuccess: () => done(t("activated")) }),
  );
  const end = useMutation(trpc.operator.contracts.end.mutationOptions({ onSuccess: () => done(t("ended")) }));
  const actions = (state: string | undefined) =>
    !may || !state || state === "ended" ? null : (
      <>
        {state === "active" ? (
          <Button icon={<Square aria-hidden />} onClick={() => setAsking("end")}>
            {t("end")}
          </Button>
        ) : null}
        <Button asChild>
          <Link href={`/operator/tenants/${tenantId}/contracts/${contractId}/amend`}>
            <FilePen aria-hidden />
            {state === "draft" ? t("editTerms") : t("amend")}
          </Link>
        </Button>
        {state === "draft" ? (
          <Button tone="primary" icon={<Play aria-hidden />} onClick={() => setAsking("activate")}>
            {t("activate")}
          </Button>
        ) : null}
      </>
    );
  return (
    <Query of={query}>
      {(data) => (
        <>
          <PageHeader
            title={data?.reference ?? <Skeleton className="h-6 w-40" />}
            trail={[
              { href: "/operator", label: c("nav.tenants") },
              { href: `/operator/tenants/${tenantId}`, label: data?.tenantName ?? "…" },
            ]}
            badge={data ? <Badge tone={toneOf(data.state)}>{label("contractState", data.state)}</Badge> : null}
            description={data ? `${label("contractForm", data.form)} · ${data.currency}` : " "}
            actions={actions(data?.state)}
          />
          {data?.state === "draft" ? (
            <div className="mb-4">
              <Notice tone="accent">{t("draftHint")}</Notice>
            </div>
          ) : null}
          <div className="grid grid-cols-[minmax(0,1fr)_22rem] items-start gap-4">
            <div className="flex flex-col gap-4">
              {data
                ? [...data.versions].reverse().map((version) => (
                    <Card key={version.id}>
                      <TermsView version={version} currency={data.currency} lastDay={lastDayOf(version, data)} />
                    </Card>
                  ))
                : [
                    <Card key="loading">
                      <Skeleton className="mb-4 w-40" />
                      <Skeleton className="mb-2 h-14" />
                      <Skeleton className="h-14" />
                    </Card>,
                  ]}
            </div>
            <Card title={t("facts")}>
              <Facts
                items={[
                  { label: t("legalEntity"), value: data?.legalEntity.name ?? <Skeleton className="w-32" /> },
                  { label: t("startsOn"), value: <Day date={data?.startsOn} /> },
                  { label: t("endsOn"), value: data && !data.endsOn ? t("openEnded") : <Day date={data?.endsOn} /> },
                  {
                    label: t("billedThrough"),
                    value: data?.billedThrough ? <Day date={data.billedThrough} /> : t("notBilled"),
                  },
                  { label: t("activatedAt"), value: <DateTime at={data?.activatedAt} /> },
                ]}
              />
            </Card>
          </div>
          <ConfirmDialog
            open={asking === "activate"}
            onOpenChange={() => setAsking(null)}
            title={t("activateTitle", { reference: data?.reference ?? "" })}
            description={t("activateHint")}
            confirmText={t("activate")}
            tone="primary"
            busy={activate.isPending}
            onConfirm={() => activate.mutate({ tenantId, contractId })}
          />
          <ConfirmDialog
            open={asking === "end"}
            onOpenChange={() => setAsking(null)}
            title={t("endTitle", { reference: data?.reference ?? "" })}
            description={t("endHint")}
            confirmText={t("end")}
            busy={end.isPending}
            onConfirm={() => {
              if (endsOn) end.mutate({ tenantId, contractId, endsOn });
            }}
          >
            <FormField label={t("lastDay")} required>
              <Input type="date" value={endsOn} onChange={(event) => setEndsOn(event.target.value)} />
            </FormField>
          </ConfirmDialog>
        </>
      )}
    </Query>
  );
}
