"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { toast } from "~/ui/toast.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

/** Turning the second factor off and making new recovery codes both ask for the password first. */
export function AskPassword({ what, onClose }: { what: "turnOff" | "newCodes"; onClose: () => void }) {
  const t = useTranslations("account");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const queryClient = useQueryClient();
  const [password, setPassword] = useState("");
  const renewed = () => void queryClient.invalidateQueries({ queryKey: trpc.session.secondFactor.queryKey() });
  const turnOff = useMutation(
    trpc.session.disableSecondFactor.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast.success(t("factorOffDone"));
        renewed();
        onClose();
      },
    }),
  );
  const renew = useMutation(
    trpc.session.renewRecoveryCodes.mutationOptions({ meta: { quiet: true }, onSuccess: renewed }),
  );
  const asked = what === "turnOff" ? turnOff : renew;
  const codes = renew.data?.recoveryCodes;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={what === "turnOff" ? t("offTitle") : t("renewTitle")}
      description={what === "turnOff" ? t("offHint") : t("renewHint")}
      onSubmit={() => (codes ? onClose() : password && asked.mutate({ password }))}
      footer={
        codes ? (
          <Button type="submit" tone="primary">
            {t("codesKept")}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{common("cancel")}</Button>
            <Button type="submit" tone={what === "turnOff" ? "danger" : "primary"} busy={asked.isPending}>
              {what === "turnOff" ? t("turnOff") : t("newCodes")}
            </Button>
          </>
        )
      }
    >
      {codes ? (
        <RecoveryCodes codes={codes} />
      ) : (
        <FormField
          label={t("confirmPassword")}
          required
          error={asked.isError ? describe(asked.error).message : undefined}
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
