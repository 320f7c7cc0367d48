"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { FileText, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { Button } from "~/ui/button.tsx";
import { Day } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";

type Contract = RouterOutputs["operator"]["tenants"]["get"]["contracts"][number];

export function Contracts({ contracts, tenantId }: { contracts: readonly Contract[] | undefined; tenantId: string }) {
  const t = useTranslations("operator.contracts");
  const label = useEnumLabel();
  const may = useMay();
  const columns: Column<Contract>[] = [
    {
      key: "reference",
      header: t("reference"),
      cell: (row) => row.reference,
      sort: (row) => row.reference,
      csv: (row) => row.reference,
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => <Badge tone={toneOf(row.state)}>{label("contractState", row.state)}</Badge>,
      sort: (row) => row.state,
      csv: (row) => row.state,
      width: "8rem",
    },
    {
      key: "form",
      header: t("form"),
      cell: (row) => label("contractForm", row.form),
      csv: (row) => row.form,
      width: "10rem",
    },
    { key: "currency", header: t("currency"), cell: (row) => row.currency, csv: (row) => row.currency, width: "6rem" },
    {
      key: "from",
      header: t("startsOn"),
      cell: (row) => <Day date={row.startsOn} />,
      sort: (row) => row.startsOn,
      csv: (row) => row.startsOn,
      width: "9rem",
    },
    {
      key: "to",
      header: t("endsOn"),
      cell: (row) => (row.endsOn ? <Day date={row.endsOn} /> : <span className="text-muted">{t("openEnded")}</span>),
      csv: (row) => row.endsOn,
      width: "9rem",
    },
  ];
  const create = may("platform.contract.write") ? (
    <Button asChild tone="primary" size="sm">
      <Link href={`/operator/tenants/${tenantId}/contracts/new`}>
        <Plus aria-hidden />
        {t("create")}
      </Link>
    </Button>
  ) : null;
  return (
    <Card flush title={t("title")} actions={create}>
      <Table
        label={t("title")}
        columns={columns}
        rows={contracts}
        rowKey={(row) => row.contractId}
        {...(may("platform.contract.read")
          ? { href: (row: Contract) => `/operator/tenants/${tenantId}/contracts/${row.contractId}` }
          : {})}
        skeletonRows={2}
        empty={
          <EmptyState icon={<FileText />} title={t("empty")} action={create}>
            {t("emptyHint")}
          </EmptyState>
        }
      />
    </Card>
  );
}
