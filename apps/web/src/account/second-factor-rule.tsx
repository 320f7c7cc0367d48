"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Switch } from "~/ui/form.tsx";
import { Card } from "~/ui/layout.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";

/** Whether owners, managers and finance of this workspace need a second factor. */
export function WorkspaceFactorRule() {
  const trpc = useTRPC();
  const access = trpc.access;
  const rule = useQuery(access.get.queryOptions({}));
  const set = useMutation(access.set.mutationOptions({ onSuccess: useChanged(access.get.queryKey()) }));
  return (
    <Query of={rule}>
      {(data) => <Rule side="workspace" on={data?.secondFactorRequired} onChange={(on) => set.mutateAsync(on)} />}
    </Query>
  );
}

/** Whether all of the operator's people need a second factor. */
export function OperatorFactorRule() {
  const trpc = useTRPC();
  const access = trpc.operator.access;
  const rule = useQuery(access.get.queryOptions({}));
  const set = useMutation(access.set.mutationOptions({ onSuccess: useChanged(access.get.queryKey()) }));
  return (
    <Query of={rule}>
      {(data) => <Rule side="operator" on={data?.secondFactorRequired} onChange={(on) => set.mutateAsync(on)} />}
    </Query>
  );
}

interface Wanted {
  readonly secondFactorRequired: boolean;
}

/** Shows the new rule at once, and says it. */
function useChanged(queryKey: readonly unknown[]): (set: Wanted) => void {
  const t = useTranslations("common.factorRule");
  const queryClient = useQueryClient();
  return (set) => {
    queryClient.setQueryData(queryKey, set);
    toast.success(t(set.secondFactorRequired ? "on" : "off"));
  };
}

interface RuleProps {
  readonly side: "workspace" | "operator";
  readonly on: boolean | undefined;
  readonly onChange: (wanted: Wanted) => Promise<unknown>;
}

/** Turning it on is asked for twice: it stops everybody who has none at their next click. */
function Rule({ side, on, onChange }: RuleProps) {
  const t = useTranslations("common.factorRule");
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const change = async (secondFactorRequired: boolean): Promise<void> => {
    setBusy(true);
    // A refusal is said by the toast of every mutation; the switch stays where it was.
    await onChange({ secondFactorRequired }).catch(() => undefined);
    setBusy(false);
    setAsking(false);
  };
  return (
    <Card title={t("title")} description={t(`${side}Hint`)}>
      <div className="flex h-6 items-center">
        {on === undefined ? (
          <Skeleton className="w-64" />
        ) : (
          <Switch
            checked={on}
            disabled={busy}
            label={t(`${side}Label`)}
            onChange={(next) => (next ? setAsking(true) : void change(false))}
          />
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        tone="primary"
        title={t("askTitle")}
        description={t("askText")}
        confirmText={t("askDo")}
        busy={busy}
        onConfirm={() => void change(true)}
      />
    </Card>
  );
}
