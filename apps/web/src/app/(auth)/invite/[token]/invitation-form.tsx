"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { signIn } from "~/lib/sign-in.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { ErrorState } from "~/ui/layout.tsx";
import { Skeleton } from "~/ui/status.tsx";

/** The shortest password that packages/services/src/access/password.ts takes. */
const MIN_PASSWORD = 10;

export function InvitationForm({ token }: { token: string }) {
  const t = useTranslations("auth");
  const label = useEnumLabel();
  const describe = useDescribeError();
  const trpc = useTRPC();
  const [name, setName] = useState<string | null>(null);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const invitation = useQuery(trpc.invitation.get.queryOptions({ token }, { retry: false, meta: { quiet: true } }));
  const accept = useMutation(
    trpc.invitation.accept.mutationOptions({
      meta: { quiet: true },
      onSuccess: async ({ email }) => {
        if (!invitation.data?.signedInAsInvited) await signIn(email, password);
        window.location.assign("/enter");
      },
    }),
  );
  if (invitation.isError)
    return <ErrorState title={t("invitationInvalid")} message={describe(invitation.error).message} />;
  const said = invitation.data;
  const known = said?.signedInAsInvited === true;
  const passwordError =
    tried && !known && password.length < MIN_PASSWORD ? t("passwordTooShort", { min: MIN_PASSWORD }) : undefined;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!said || (!known && password.length < MIN_PASSWORD)) return;
    accept.mutate({
      token,
      ...(known ? {} : { password }),
      ...(name?.trim() ? { name: name.trim() } : {}),
    });
  };
  return (
    <form onSubmit={submit} noValidate className="rounded-xl border bg-surface p-6 shadow-card">
      <title>{`${t("invitation")} · Callbay`}</title>
      <h1 className="text-lg font-semibold">
        {said ? t("joinTenant", { tenant: said.tenantName }) : <Skeleton className="my-1 h-4 w-52" />}
      </h1>
      <p className="mt-1 mb-5 text-sm text-muted">
        {said ? (
          t("invitedAs", { email: said.email, role: label("tenantRole", said.role) })
        ) : (
          <Skeleton className="w-64" />
        )}
      </p>
      <div className="flex flex-col gap-4">
        {said?.signedInAsInvited === false ? (
          <ErrorState title={t("otherAccount")} message={t("otherAccountHint", { email: said.email })} />
        ) : null}
        {known ? null : (
          <>
            <FormField label={t("name")}>
              <Input
                autoComplete="name"
                className="h-9"
                value={name ?? said?.name ?? ""}
                onChange={(event) => setName(event.target.value)}
              />
            </FormField>
            <FormField
              label={t("choosePassword")}
              hint={t("passwordHint", { min: MIN_PASSWORD })}
              error={passwordError}
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
          </>
        )}
        {accept.isError ? (
          <p role="alert" className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {describe(accept.error).message}
          </p>
        ) : null}
        <Button
          type="submit"
          tone="primary"
          size="lg"
          busy={accept.isPending || accept.isSuccess}
          disabled={!said || said.signedInAsInvited === false}
          className="w-full"
        >
          {t("accept")}
        </Button>
      </div>
    </form>
  );
}
