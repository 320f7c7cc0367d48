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

/** Asks for a link by mail. The answer is the same whoever has an account. */
export function ForgotForm() {
  const t = useTranslations("auth");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const ask = useMutation(trpc.session.requestPasswordReset.mutationOptions({ meta: { quiet: true } }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (email.trim()) ask.mutate({ email: email.trim() });
  };
  return (
    <form onSubmit={submit} noValidate className="rounded-xl border bg-surface p-6 shadow-card">
      <title>{`${t("forgotTitle")} · Callbay`}</title>
      <h1 className="text-lg font-semibold">{t("forgotTitle")}</h1>
      <p className="mt-1 mb-4 text-sm text-muted">{t("forgotHint")}</p>
      <div className="flex flex-col gap-4">
        <FormField label={t("email")} required error={tried && !email.trim() ? t("emailNeeded") : undefined}>
          <Input
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            className="h-9"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </FormField>
        <div aria-live="polite">
          {ask.isSuccess ? <Notice tone="ok">{t("linkSent", { email: ask.variables.email })}</Notice> : null}
          {ask.isError ? <Notice tone="danger">{describe(ask.error).message}</Notice> : null}
        </div>
        <Button type="submit" tone="primary" size="lg" busy={ask.isPending} className="w-full">
          {t("sendLink")}
        </Button>
      </div>
      <p className="mt-4 text-center text-sm">
        <Link href="/sign-in" className="text-accent hover:underline">
          {t("backToSignIn")}
        </Link>
      </p>
    </form>
  );
}
