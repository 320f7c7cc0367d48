"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Checkbox, Switch } from "~/ui/form.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card, Notice } from "~/ui/layout.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";

/** Whether team leaders may listen to calls here, and whether agents are told. Turning it on confirms the notice. */
export function MonitoringRule() {
  const t = useTranslations("supervision.rule");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const rule = useQuery(trpc.supervision.get.queryOptions({}));
  const [asking, setAsking] = useState(false);
  const [confirmed, setConfirmed] = useState(false);
  const set = useMutation(
    trpc.supervision.set.mutationOptions({
      onSuccess: ({ monitoring }) => {
        toast.success(t(monitoring ? "isOn" : "isOff"));
        setAsking(false);
        void queryClient.invalidateQueries({ queryKey: trpc.supervision.get.queryKey() });
      },
    }),
  );
  const ask = (): void => {
    setConfirmed(false);
    setAsking(true);
  };
  return (
    <Query of={rule}>
      {(data) => (
        <Card title={t("title")} description={t("hint")}>
          {data === undefined ? (
            <Skeleton className="w-64" />
          ) : (
            <div className="flex flex-col gap-3">
              <Switch
                checked={data.monitoring}
                disabled={set.isPending}
                label={t("monitoring")}
                onChange={(on) => (on ? ask() : set.mutate({ monitoring: false, announce: data.announce }))}
              />
              <Switch
                checked={data.announce}
                disabled={set.isPending}
                label={t("announce")}
                onChange={(announce) => set.mutate({ monitoring: data.monitoring, announce })}
              />
              <p className="text-xs text-muted">{t(data.announce ? "announceHint" : "silentHint")}</p>
              <p className="text-xs text-muted">
                {data.confirmed ? (
                  <>
                    {t("confirmedBy", { name: data.confirmed.by })} <DateTime at={data.confirmed.at} />
                  </>
                ) : (
                  t("neverConfirmed")
                )}
              </p>
              <ConfirmDialog
                open={asking}
                onOpenChange={setAsking}
                tone="primary"
                title={t("askTitle")}
                description={t("askText")}
                confirmText={t("askDo")}
                busy={set.isPending}
                onConfirm={() => {
                  if (confirmed) set.mutate({ monitoring: true, announce: data.announce, noticeConfirmed: true });
                }}
              >
                <div className="flex flex-col gap-3">
                  <Notice tone="warn">{t(`notice.${data.notice}`)}</Notice>
                  <Checkbox checked={confirmed} onChange={setConfirmed} label={t("confirm")} hint={t("confirmHint")} />
                </div>
              </ConfirmDialog>
            </div>
          )}
        </Card>
      )}
    </Query>
  );
}
