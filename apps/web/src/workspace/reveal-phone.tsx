"use client";
import { useMutation } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { IconButton } from "~/ui/button.tsx";
import { PhoneNumber } from "~/ui/format.tsx";

/** A masked number, and for those who may see it whole a button that asks for it. Each showing is audited. */
export function RevealPhone({ masked, contactPointId }: { masked: string | null; contactPointId: string | null }) {
  const t = useTranslations("workspace.lists");
  const may = useMay();
  const trpc = useTRPC();
  const reveal = useMutation(trpc.contacts.reveal.mutationOptions());
  return (
    <span className="inline-flex h-6 items-center gap-1">
      <PhoneNumber phone={reveal.data?.phone ?? masked} />
      {contactPointId && !reveal.data && may("contact.unmask") ? (
        <IconButton
          size="sm"
          className="-my-1"
          label={t("reveal")}
          icon={<Eye aria-hidden />}
          disabled={reveal.isPending}
          onClick={() => reveal.mutate({ contactPointId })}
        />
      ) : null}
    </span>
  );
}
