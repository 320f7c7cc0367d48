"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Dialog } from "~/ui/overlay.tsx";

/** Asks for a name and makes a draft that is set up alike. */
export function CloneDialog({ of, onClose }: { of: { id: string; name: string }; onClose: () => void }) {
  const t = useTranslations("workspace.campaigns");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const describe = useDescribeError();
  const [name, setName] = useState(t("copyOf", { name: of.name }).slice(0, 120));
  const [tried, setTried] = useState(false);
  const clone = useMutation(
    trpc.campaigns.clone.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ campaignId }) => router.push(`/w/campaigns/${campaignId}/edit`),
    }),
  );
  const missing = tried && !name.trim() ? common("required") : undefined;
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={t("cloneTitle", { name: of.name })}
      description={t("cloneHint")}
      onSubmit={() => {
        setTried(true);
        if (name.trim()) clone.mutate({ campaignId: of.id, name });
      }}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={clone.isPending}>
            {t("do.clone")}
          </Button>
        </>
      }
    >
      <FormField label={t("cloneName")} required error={clone.error ? describe(clone.error).message : missing}>
        <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
      </FormField>
    </Dialog>
  );
}
