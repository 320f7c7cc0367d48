"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Ago, DateTime } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";

type Session = RouterOutputs["session"]["list"][number];

/** Where this person is signed in, each with its end. */
export function SessionsCard() {
  const t = useTranslations("account");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const sessions = useQuery(trpc.session.list.queryOptions({}));
  const renewed = () => void queryClient.invalidateQueries({ queryKey: trpc.session.list.queryKey() });
  const end = useMutation(
    trpc.session.revoke.mutationOptions({
      onSuccess: () => {
        toast.success(t("ended"));
        renewed();
      },
    }),
  );
  const endOthers = useMutation(
    trpc.session.revokeOthers.mutationOptions({
      onSuccess: ({ ended }) => {
        toast.success(t("othersEnded", { count: ended }));
        renewed();
      },
    }),
  );
  const columns: Column<Session>[] = [
    {
      key: "browser",
      header: t("browser"),
      cell: (row) => (
        <span className="flex items-center gap-2">
          <span className="truncate">{browserOf(row.userAgent) ?? t("unknownBrowser")}</span>
          {row.current ? <Badge tone="ok">{t("thisOne")}</Badge> : null}
          {row.sso ? <Badge tone="neutral">{t("bySso")}</Badge> : null}
        </span>
      ),
    },
    {
      key: "address",
      header: t("address"),
      width: "9rem",
      cell: (row) => <span className="tabular text-muted">{row.ip ?? "—"}</span>,
    },
    { key: "since", header: t("since"), width: "9rem", cell: (row) => <DateTime at={row.createdAt} /> },
    { key: "seen", header: t("lastSeen"), width: "7rem", cell: (row) => <Ago at={row.lastSeenAt} /> },
    {
      key: "end",
      header: "",
      width: "6rem",
      align: "right",
      cell: (row) =>
        row.current ? null : (
          <Button size="sm" onClick={() => end.mutate({ sessionId: row.id })} disabled={end.isPending}>
            {t("end")}
          </Button>
        ),
    },
  ];
  return (
    <Card
      flush
      title={t("openSessions")}
      actions={
        (sessions.data?.length ?? 0) > 1 ? (
          <Button size="sm" busy={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t("endOthers")}
          </Button>
        ) : null
      }
    >
      <Query of={sessions}>
        {(data) => <Table label={t("sessions")} columns={columns} rows={data} rowKey={(row) => row.id} empty={null} />}
      </Query>
    </Card>
  );
}

/** "Chrome 131, Windows" from what a browser says of itself; null when it says nothing that we know. */
export function browserOf(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const names: readonly (readonly [string, RegExp])[] = [
    ["Edge", /Edg\/(\d+)/],
    ["Firefox", /Firefox\/(\d+)/],
    ["Chrome", /Chrome\/(\d+)/],
    ["Safari", /Version\/(\d+).*Safari/],
  ];
  const systems: readonly (readonly [string, RegExp])[] = [
    ["Windows", /Windows/],
    ["iOS", /iPhone|iPad/],
    ["Android", /Android/],
    ["macOS", /Mac OS X/],
    ["Linux", /Linux/],
  ];
  const browser = names.flatMap(([name, pattern]) => {
    const found = pattern.exec(userAgent);
    return found ? [`${name} ${found[1]}`] : [];
  })[0];
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0];
  return browser ? [browser, system].filter(Boolean).join(", ") : null;
}
