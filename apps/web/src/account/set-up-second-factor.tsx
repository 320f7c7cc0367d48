"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { QrCode } from "./qr-code.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

/** Password, key, first code, recovery codes. Until the first code is typed, nothing has changed. */
export function SetUpSecondFactor({ onClose }: { onClose: () => void }) {
  const t = useTranslations("account");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const describe = useDescribeError();
  const queryClient = useQueryClient();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const start = useMutation(trpc.session.startSecondFactor.mutationOptions({ meta: { quiet: true } }));
  const confirm = useMutation(
    trpc.session.confirmSecondFactor.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.session.secondFactor.queryKey() }),
    }),
  );
  const fresh = start.data;
  const codes = confirm.data?.recoveryCodes;
  const close = () => {
    onClose();
    if (codes) router.refresh();
  };
  const submit = () => {
    if (codes) close();
    else if (fresh) code.trim() && confirm.mutate({ code });
    else if (password) start.mutate({ password });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={codes ? t("codesTitle") : t("secondFactor")}
      onSubmit={submit}
      footer={
        codes ? (
          <Button type="submit" tone="primary">
            {t("codesKept")}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{common("cancel")}</Button>
            <Button type="submit" tone="primary" busy={start.isPending || confirm.isPending}>
              {fresh ? t("confirm") : t("setUp")}
            </Button>
          </>
        )
      }
    >
      {codes ? (
        <RecoveryCodes codes={codes} />
      ) : fresh ? (
        <div className="flex gap-5">
          <QrCode text={fresh.uri} label={t("qrAlt")} />
          <div className="flex min-w-0 flex-1 flex-col gap-3">
            <p className="text-sm text-muted">{t("scan")}</p>
            <div>
              <p className="text-xs text-muted">{t("key")}</p>
              <p className="font-mono text-sm break-words select-all">{fresh.key.match(/.{1,4}/g)?.join(" ")}</p>
            </div>
            <FormField label={t("code")} required error={confirm.isError ? describe(confirm.error).message : undefined}>
              <Input
                inputMode="numeric"
                autoComplete="one-time-code"
                autoFocus
                maxLength={7}
                className="w-36 font-mono tracking-widest"
                value={code}
                onChange={(event) => setCode(event.target.value)}
              />
            </FormField>
          </div>
        </div>
      ) : (
        <FormField
          label={t("confirmPassword")}
          required
          error={start.isError ? describe(start.error).message : undefined}
        >
          <Input
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </FormField>
      )}
    </Dialog>
  );
}
