"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Card, Notice } from "~/ui/layout.tsx";
import { toast } from "~/ui/toast.tsx";

/** The shortest password that packages/services/src/access/password.ts takes. */
const MIN_PASSWORD = 10;

export function PasswordCard() {
  const t = useTranslations("account");
  const auth = useTranslations("auth");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const queryClient = useQueryClient();
  const factor = useQuery(trpc.session.secondFactor.queryOptions({}));
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [tried, setTried] = useState(false);
  const change = useMutation(
    trpc.session.changePassword.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ sessionsEnded }) => {
        toast.success(t("changed", { count: sessionsEnded }));
        setCurrent("");
        setNext("");
        setTried(false);
        void queryClient.invalidateQueries({ queryKey: trpc.session.list.queryKey() });
      },
    }),
  );
  const short = next.length < MIN_PASSWORD;
  if (factor.data && !factor.data.hasPassword)
    return (
      <Card title={t("password")}>
        <p className="text-sm text-muted">{t("noPassword")}</p>
      </Card>
    );
  return (
    <Card title={t("password")}>
      <form
        noValidate
        className="grid grid-cols-2 gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (current && !short) change.mutate({ current, next });
        }}
      >
        <FormField label={t("current")} required error={tried && !current ? auth("passwordNeeded") : undefined}>
          <Input
            type="password"
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        </FormField>
        <FormField
          label={t("next")}
          required
          hint={t("nextHint", { min: MIN_PASSWORD })}
          error={tried && short ? auth("passwordTooShort", { min: MIN_PASSWORD }) : undefined}
        >
          <Input
            type="password"
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
        </FormField>
        {change.isError ? (
          <div role="alert" className="col-span-2">
            <Notice tone="danger">{describe(change.error).message}</Notice>
          </div>
        ) : null}
        <div className="col-span-2 flex justify-end">
          <Button type="submit" busy={change.isPending}>
            {t("change")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
