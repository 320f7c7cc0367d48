"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { NumbersImports } from "~/dnc/numbers-imports.tsx";
import { OperatorNumbers } from "~/dnc/operator-numbers.tsx";
import { RegistersCard } from "~/dnc/registers-card.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";

export default function Page() {
  const t = useTranslations("dnc.registers");
  const trpc = useTRPC();
  const registers = useQuery(trpc.operator.registers.list.queryOptions({}));
  const imports = useQuery(trpc.operator.registers.imports.queryOptions({}));
  const nameOf = ({ registerId }: { registerId: string | null }): string =>
    registers.data?.items.find(({ id }) => id === registerId)?.name ?? "";
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Query of={registers}>
        {(data) => (
          <div className="flex flex-col gap-4">
            <RegistersCard side="operator" registers={data?.items} />
            <OperatorNumbers />
            <NumbersImports side="operator" imports={imports.data?.items} nameOf={nameOf} />
          </div>
        )}
      </Query>
    </>
  );
}
