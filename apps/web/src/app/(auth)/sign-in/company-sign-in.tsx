"use client";
import { useMutation } from "@tanstack/react-query";
import { Building2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { companyAddress } from "~/lib/sign-in.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";

/** Leads to the sign-in of the company that the typed address is of. It asks for the address's domain alone. */
export function CompanySignIn({ email, next }: { email: string; next: string }) {
  const t = useTranslations("auth");
  const describe = useDescribeError();
  const trpc = useTRPC();
  const [leaving, setLeaving] = useState(false);
  const [said, setSaid] = useState<string | null>(null);

  const leave = async (providerId: string): Promise<void> => {
    setLeaving(true);
    setSaid(null);
    const address = await companyAddress(providerId, next);
    if (address) window.location.assign(address);
    else {
      setLeaving(false);
      setSaid(t("companyAway"));
    }
  };
  const find = useMutation(
    trpc.session.companies.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ companies }) => {
        const [only] = companies;
        if (!only) setSaid(t("companyNone"));
        else if (companies.length === 1) void leave(only.providerId);
      },
      onError: (error) => setSaid(describe(error).message),
    }),
  );
  const choices = find.data && find.data.companies.length > 1 ? find.data.companies : [];
  const start = (): void => {
    setSaid(null);
    if (/^[^@\s]+@[^@\s]+$/.test(email)) find.mutate({ email });
    else setSaid(t("companyEmailFirst"));
  };
  return (
    <div className="mt-4 flex flex-col gap-2 border-t pt-4">
      {choices.length > 0 ? (
        choices.map(({ providerId, name }) => (
          <Button key={providerId} size="lg" className="w-full" busy={leaving} onClick={() => void leave(providerId)}>
            {name}
          </Button>
        ))
      ) : (
        <Button
          size="lg"
          className="w-full"
          icon={<Building2 aria-hidden />}
          busy={find.isPending || leaving}
          onClick={start}
        >
          {t("company")}
        </Button>
      )}
      <p role="status" className={said ? "text-sm text-muted" : "hidden"}>
        {said}
      </p>
    </div>
  );
}
