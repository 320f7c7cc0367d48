"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { CreditCard } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/layout.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";

/** The card that is charged on the day an invoice is due, where the contract says so. */
export function SavedCard() {
  const t = useTranslations("workspace.money");
  const may = useMay();
  const trpc = useTRPC();
  const [removing, setRemoving] = useState(false);
  const method = useQuery(trpc.payments.method.queryOptions({}));
  const setup = useMutation(
    trpc.payments.setupMethod.mutationOptions({ onSuccess: ({ url }) => window.location.assign(url) }),
  );
  const remove = useMutation(
    trpc.payments.removeMethod.mutationOptions({
      onSuccess: () => {
        toast.success(t("cardRemoved"));
        setRemoving(false);
        void method.refetch();
      },
    }),
  );
  return (
    <Query of={method}>
      {(data) => (
        <Card title={t("card")}>
          {data === undefined ? (
            <Skeleton className="h-10" />
          ) : !data.cards ? (
            <p className="text-sm text-muted">{t("noCards")}</p>
          ) : (
            <div className="flex items-center justify-between gap-6">
              {data.method ? (
                <p className="flex items-center gap-3 text-sm">
                  <CreditCard aria-hidden className="size-5 text-muted" />
                  <span>
                    <span className="font-medium capitalize">{data.method.brand}</span>{" "}
                    <span className="tabular">•••• {data.method.last4}</span>
                    <span className="block text-xs text-muted">
                      {t("expires", {
                        month: String(data.method.expMonth).padStart(2, "0"),
                        year: String(data.method.expYear),
                      })}
                    </span>
                  </span>
                </p>
              ) : (
                <p className="text-sm text-muted">{t("noCard")}</p>
              )}
              {may("payment.write") ? (
                <span className="flex gap-2">
                  {data.method ? <Button onClick={() => setRemoving(true)}>{t("removeCard")}</Button> : null}
                  <Button
                    tone={data.method ? "secondary" : "primary"}
                    busy={setup.isPending || setup.isSuccess}
                    onClick={() => setup.mutate({})}
                  >
                    {data.method ? t("replaceCard") : t("saveCard")}
                  </Button>
                </span>
              ) : null}
            </div>
          )}
          <ConfirmDialog
            open={removing}
            onOpenChange={setRemoving}
            title={t("removeCardTitle")}
            description={t("removeCardHint")}
            confirmText={t("removeCard")}
            busy={remove.isPending}
            onConfirm={() => remove.mutate({})}
          />
        </Card>
      )}
    </Query>
  );
}
