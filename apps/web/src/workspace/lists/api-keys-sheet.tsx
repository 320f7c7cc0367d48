"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { CopyField } from "~/ui/copy-field.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Notice } from "~/ui/layout.tsx";
import { ConfirmDialog, Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";

/** The keys of the client's own systems. A new one is shown once. */
export function ApiKeysSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations("segments.keys");
  const may = useMay();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const changed = () => queryClient.invalidateQueries({ queryKey: trpc.apiKeys.pathKey() });
  const keys = useQuery(trpc.apiKeys.list.queryOptions({}));
  const [name, setName] = useState("");
  const [revoking, setRevoking] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const create = useMutation(trpc.apiKeys.create.mutationOptions({ onSuccess: () => setName(""), onSettled: changed }));
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onSuccess: () => void toast.success(t("done")),
      onSettled: () => {
        setRevoking(null);
        return changed();
      },
    }),
  );
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("hint")}
      onSubmit={() => name.trim() && create.mutate({ name })}
    >
      <div className="flex flex-col gap-5">
        {may("api_key.write") ? (
          <div className="flex items-end gap-2">
            <FormField label={t("name")} hint={t("nameHint")} className="flex-1">
              <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={120} />
            </FormField>
            <Button
              type="submit"
              tone="primary"
              icon={<KeyRound aria-hidden />}
              busy={create.isPending}
              disabled={!name.trim()}
              className="mb-5"
            >
              {t("create")}
            </Button>
          </div>
        ) : null}
        {create.data ? (
          <Notice tone="ok">
            <p className="mb-2">{t("shown")}</p>
            <CopyField value={create.data.key} label={t("key")} />
          </Notice>
        ) : null}
        <Query of={keys}>
          {(data) =>
            data?.length === 0 ? (
              <p className="text-sm text-muted">{t("none")}</p>
            ) : (
              <ul className="divide-y rounded-md border">
                {data?.map((key) => (
                  <li key={key.id} className="flex items-center justify-between gap-3 px-3 py-2 text-sm">
                    <span className="min-w-0">
                      <span className="block truncate font-medium">{key.name}</span>
                      <span className="block text-xs text-muted">
                        {key.lastUsedAt ? (
                          <>
                            {t("used")} <DateTime at={key.lastUsedAt} />
                          </>
                        ) : (
                          t("never")
                        )}
                      </span>
                    </span>
                    {key.revokedAt ? (
                      <Badge>{t("revoked")}</Badge>
                    ) : may("api_key.write") ? (
                      <Button size="sm" onClick={() => setRevoking(key)}>
                        {t("revoke")}
                      </Button>
                    ) : null}
                  </li>
                ))}
              </ul>
            )
          }
        </Query>
      </div>
      {revoking ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setRevoking(null)}
          title={t("revokeTitle", { name: revoking.name })}
          description={t("revokeHint")}
          confirmText={t("revoke")}
          busy={revoke.isPending}
          onConfirm={() => revoke.mutate({ apiKeyId: revoking.id })}
        />
      ) : null}
    </Sheet>
  );
}
