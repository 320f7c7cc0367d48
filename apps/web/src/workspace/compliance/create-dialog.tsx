"use client";
import { PRESETS } from "@callbay/domain/compliance/presets";
import { REGIONS, type Region } from "@callbay/domain/compliance/types";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";

/** Opens a profile as the preset of a region; its page then makes it stricter. */
export function CreateProfileDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("compliance");
  const common = useTranslations("common");
  const router = useRouter();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [name, setName] = useState("");
  const [region, setRegion] = useState<Region>("us");
  const [tried, setTried] = useState(false);
  const create = useMutation(
    trpc.compliance.create.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ profileId }) => {
        toast.success(t("created", { name }));
        void queryClient.invalidateQueries({ queryKey: trpc.compliance.pathKey() });
        router.push(`/w/compliance/${profileId}`);
      },
    }),
  );
  const submit = (): void => {
    setTried(true);
    if (name.trim()) create.mutate({ name, rules: PRESETS[region] });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("createTitle")}
      description={t("createHint")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={create.isPending}>
            {common("create")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label={t("name")} required error={tried && !name.trim() ? common("required") : undefined}>
          <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={120} />
        </FormField>
        <FormField label={t("region")} hint={t(`regionHint.${region}`)} required>
          <Select
            value={region}
            onChange={setRegion}
            options={REGIONS.map((value) => ({ value, label: t(`regions.${value}`) }))}
          />
        </FormField>
        <p className="text-xs text-muted">{t("presetNote")}</p>
        {create.isError ? <Notice tone="danger">{describe(create.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}
