"use client";
import { useQuery } from "@tanstack/react-query";
import { Waypoints } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Card, ErrorState } from "~/ui/layout.tsx";
import { Select } from "~/ui/select.tsx";
import type { Pool } from "./page.tsx";

/** Over which trunks a client's call to a number would go, and why in this order. */
export function RouteCheck({ pool }: { pool: Pool | undefined }) {
  const t = useTranslations("operator.pool");
  const c = useTranslations("common");
  const label = useEnumLabel();
  const describe = useDescribeError();
  const trpc = useTRPC();
  const [tenantId, setTenantId] = useState("");
  const [phone, setPhone] = useState("");
  const [asked, setAsked] = useState<{ tenantId: string; phone: string } | null>(null);
  const route = useQuery(
    trpc.operator.pool.explainRoute.queryOptions(asked ?? { tenantId: "", phone: "" }, {
      enabled: asked !== null,
      retry: false,
      meta: { quiet: true },
    }),
  );
  const clients = [...new Map((pool?.attachments ?? []).map((one) => [one.tenantId, one.tenantName]))];
  const canAsk = tenantId !== "" && phone.trim().length >= 4;
  return (
    <Card title={t("routeCheck")} description={t("routeCheckHint")}>
      <form
        className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-end gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (canAsk) setAsked({ tenantId, phone: phone.trim() });
        }}
      >
        <FormField label={t("client")}>
          <Select
            value={tenantId}
            onChange={setTenantId}
            options={clients.map(([value, name]) => ({ value, label: name }))}
            placeholder={c("choose")}
          />
        </FormField>
        <FormField label={t("numberDialled")}>
          <Input type="tel" value={phone} onChange={(event) => setPhone(event.target.value)} />
        </FormField>
        <Button type="submit" icon={<Waypoints aria-hidden />} disabled={!canAsk} busy={route.isFetching}>
          {t("showRoute")}
        </Button>
      </form>
      {route.error ? (
        <div className="mt-4">
          <ErrorState title={t("noRoute")} message={describe(route.error).message} />
        </div>
      ) : null}
      {asked && route.data ? (
        <div className="mt-4 grid grid-cols-2 gap-4" aria-live="polite">
          {route.data.nodes.map((node) => (
            <section key={node.nodeId} className="rounded-lg border p-3">
              <h3 className="mb-2 text-sm font-medium">
                {t("routeFrom", { node: node.node, routing: label("routing", node.routing) })}
              </h3>
              {node.trunks.length === 0 ? <p className="text-sm text-muted">{t("noTrunks")}</p> : null}
              <ol className="flex flex-col gap-1.5 text-sm">
                {node.trunks.map((trunk, index) => (
                  <li key={trunk.trunkId} className="flex items-baseline gap-2">
                    <span className="w-5 shrink-0 text-right tabular text-muted">{index + 1}.</span>
                    <span className="min-w-0 flex-1 truncate">
                      {trunk.name} <span className="text-muted">{trunk.carrier}</span>
                    </span>
                    <span className="tabular text-muted">
                      {trunk.price
                        ? t("pricePerMinute", {
                            price: trunk.price.perMinute,
                            currency: trunk.price.currency,
                            prefix: trunk.price.prefix,
                          })
                        : t("noPrices")}
                    </span>
                  </li>
                ))}
              </ol>
            </section>
          ))}
        </div>
      ) : null}
    </Card>
  );
}
