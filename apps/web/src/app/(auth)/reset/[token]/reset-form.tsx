"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";

/** The shortest password that packages/services/src/access/password.ts takes. */
const MIN_PASSWORD = 10;

/** A new password by the link of a mail. */
export function ResetForm({ token }: { token: string }) {
  const t = useTranslations("auth");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const reset = useMutation(trpc.session.resetPassword.mutationOptions({ meta: { quiet: true } }));
  const short = password.length < MIN_PASSWORD;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!short) reset.mutate({ token, password });
  };
  return (
    <form onSubmit={submit} noValidate className="rounded-xl border bg-surface p-6 shadow-card">
      <title>{`${t("resetTitle")} · Callbay`}</title>
      <h1 className="mb-4 text-lg font-semibold">{t("resetTitle")}</h1>
      <div className="flex flex-col gap-4">
        {reset.isSuccess ? (
          <Notice tone="ok">{t("passwordSet")}</Notice>
        ) : (
          <>
            <FormField
              label={t("newPassword")}
              hint={t("newPasswordHint", { min: MIN_PASSWORD })}
              error={tried && short ? t("passwordTooShort", { min: MIN_PASSWORD }) : undefined}
              required
            >
              <Input
                type="password"
                autoComplete="new-password"
                autoFocus
                className="h-9"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            </FormField>
            {reset.isError ? (
              <div role="alert">
                <Notice tone="danger">{describe(reset.error).message}</Notice>
              </div>
            ) : null}
            <Button type="submit" tone="primary" size="lg" busy={reset.isPending} className="w-full">
              {t("setPassword")}
            </Button>
          </>
        )}
      </div>
      <p className="mt-4 text-center text-sm">
        <Link href="/sign-in" className="text-accent hover:underline">
          {t("backToSignIn")}
        </Link>
      </p>
    </form>
  );
}
