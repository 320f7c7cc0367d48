"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Combobox } from "~/ui/combobox.tsx";

/** "" stands for all clients. */
export const ALL_CLIENTS = "";

/** Narrows a list to one client, or to none. */
export function ClientFilter({ value, onChange }: { value: string; onChange: (tenantId: string) => void }) {
  const t = useTranslations("finance.filter");
  const c = useTranslations("common");
  const trpc = useTRPC();
  const id = useId();
  const tenants = useQuery(trpc.operator.tenants.list.queryOptions({ limit: 200 }));
  return (
    <div className="w-52 [&_button]:h-7 [&_button]:text-xs">
      <label htmlFor={id} className="sr-only">
        {t("client")}
      </label>
      <Combobox
        id={id}
        value={value}
        onChange={onChange}
        options={[
          { value: ALL_CLIENTS, label: t("allClients") },
          ...(tenants.data?.items ?? []).map((tenant) => ({ value: tenant.id, label: tenant.name })),
        ]}
        emptyText={c("nothingFound")}
        searchText={c("search")}
      />
    </div>
  );
}

/** The input's part of a query. */
export function ofClient(tenantId: string): { tenantId?: string } {
  return tenantId === ALL_CLIENTS ? {} : { tenantId };
}
