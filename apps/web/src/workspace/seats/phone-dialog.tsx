"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { StatusDot } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import type { Lease } from "./seat-table.tsx";

/** The SIP telephone of a seat: credentials made, shown once, replaced, taken away. */
export function PhoneDialog({ lease, onClose }: { lease: Lease; onClose: () => void }) {
  const t = useTranslations("workspace.seats.phone");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const { leaseId, label: seat, phone } = lease;
  const issue = useMutation(trpc.seats.issuePhone.mutationOptions({ meta: { quiet: true } }));
  const revoke = useMutation(
    trpc.seats.revokePhone.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("revoked", { seat }));
        onClose();
      },
    }),
  );
  const made = issue.data;
  const failure = issue.error ?? revoke.error;
  const rows = made
    ? ([
        ["username", made.username],
        ["password", made.password],
        ["registrar", made.registrar],
        ["transport", t("transports")],
      ] as const)
    : [];
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { seat })}
      description={t("hint")}
      footer={
        made ? (
          <Button tone="primary" onClick={onClose}>
            {common("close")}
          </Button>
        ) : (
          <>
            {phone ? (
              <Button
                tone="ghost"
                className="mr-auto"
                busy={revoke.isPending}
                onClick={() => revoke.mutate({ leaseId })}
              >
                {t("revoke")}
              </Button>
            ) : null}
            <Button onClick={onClose}>{common("cancel")}</Button>
            <Button
              tone="primary"
              busy={issue.isPending}
              data-testid="issue-phone"
              onClick={() => issue.mutate({ leaseId })}
            >
              {phone ? t("rotate") : t("issue")}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {made ? (
          <>
            <Notice tone="warn">{t("once")}</Notice>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
              {rows.map(([name, value]) => (
                <div key={name} className="contents">
                  <dt className="text-muted">{t(name)}</dt>
                  <dd
                    className={name === "transport" ? "" : "font-mono break-all select-all"}
                    data-testid={`phone-${name}`}
                  >
                    {value}
                  </dd>
                </div>
              ))}
            </dl>
          </>
        ) : phone ? (
          <>
            <p className="flex items-center gap-2 text-sm">
              <StatusDot tone={phone.registered ? "ok" : "neutral"}>
                {t(phone.registered ? "registered" : "away")}
              </StatusDot>
              <span className="font-mono">{phone.username}</span>
            </p>
            <p className="text-sm text-muted">{t("rotateHint")}</p>
          </>
        ) : (
          <p className="text-sm text-muted">{t("none")}</p>
        )}
        {failure ? <Notice tone="danger">{describe(failure).message}</Notice> : null}
      </div>
    </Dialog>
  );
}
