"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Checkbox, FormField } from "~/ui/form.tsx";
import { useToday } from "~/ui/format.tsx";
import { Notice } from "~/ui/layout.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { Select } from "~/ui/select.tsx";
import { toast } from "~/ui/toast.tsx";
import { useForm } from "~/ui/use-form.ts";
import { consentOf } from "~/workspace/contacts/consent-day.ts";
import { ConsentDay, ConsentProof, useConsentProblems } from "~/workspace/contacts/consent-fields.tsx";

type Upload = RouterOutputs["lists"]["consent"][number];
const ALL = "all";

/** One consent with its proof for everybody of a list, or of one upload into it; says first how many that are. */
export function ListConsentDialog({
  listId,
  uploads,
  onClose,
}: {
  listId: string;
  uploads: readonly Upload[];
  onClose: () => void;
}) {
  const t = useTranslations("workspace.listConsent");
  const contacts = useTranslations("workspace.contacts");
  const common = useTranslations("common");
  const format = useFormatter();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const today = useToday();
  const zone = useTimeZone() ?? "UTC";
  const form = useForm({ of: ALL, day: today, proof: "", replace: false });
  const { of, day, proof, replace } = form.values;
  const imports = useQuery(trpc.lists.imports.queryOptions({ listId }));
  const fileOf = (importId: string): string => imports.data?.find(({ id }) => id === importId)?.fileName ?? "…";
  const chosen = uploads.filter(({ importId }) => of === ALL || importId === of);
  const count = chosen.reduce((sum, one) => sum + one.contacts - (replace ? 0 : one.given), 0);
  const problems = useConsentProblems(form.values);
  const write = useMutation(
    trpc.lists.recordConsent.mutationOptions({
      meta: { quiet: true },
      onSuccess: async ({ changed, reopened }) => {
        toast.success(t("written", { changed, reopened }));
        await queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() });
        onClose();
      },
    }),
  );
  const send = (): void => {
    if (!form.check(problems) || count === 0) return;
    const importId = of === ALL ? {} : { importId: of };
    write.mutate({ listId, ...importId, consentAt: consentOf(day, zone), proof, replace });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("write")}
      description={t("writeHint")}
      onSubmit={send}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" tone="primary" busy={write.isPending} disabled={count === 0}>
            {t("writeFor", { count })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-[minmax(0,1fr)_11rem] gap-4">
          <FormField label={t("whom")}>
            <Select
              value={of}
              onChange={(next) => form.set("of", next)}
              options={[
                { value: ALL, label: t("all") },
                ...uploads.flatMap(({ importId, contacts: size }) =>
                  importId
                    ? { value: importId, label: t("ofFile", { name: fileOf(importId), count: format.number(size) }) }
                    : [],
                ),
              ]}
            />
          </FormField>
          <ConsentDay form={form} />
        </div>
        <ConsentProof form={form} label={contacts("proof")} hint={t("proofHint")} />
        <Checkbox checked={replace} onChange={(next) => form.set("replace", next)} label={t("replace")} />
        {count === 0 ? <Notice>{t("nobody")}</Notice> : null}
        {write.error ? <Notice tone="danger">{describe(write.error).message}</Notice> : null}
      </div>
    </Dialog>
  );
}
