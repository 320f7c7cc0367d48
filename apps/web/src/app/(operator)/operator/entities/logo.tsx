"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FileField } from "~/finance/file-field.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { toast } from "~/ui/toast.tsx";
import type { EntityData } from "./entity-sheet.tsx";

function base64Of(bytes: ArrayBuffer): string {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
}

/** The logo at the head of documents, set as soon as it is chosen. */
export function Logo({ entity }: { entity: EntityData }) {
  const t = useTranslations("finance.entities");
  const may = useMay()("platform.contract.write");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const legalEntityId = entity.id;
  const setLogo = useMutation(
    trpc.operator.legalEntities.setLogo.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ bytes }) => {
        toast.success(bytes > 0 ? t("logoSet") : t("logoRemoved"));
        void queryClient.invalidateQueries({ queryKey: trpc.operator.legalEntities.pathKey() });
      },
    }),
  );
  const take = async (file: File): Promise<void> =>
    setLogo.mutate({ legalEntityId, png: base64Of(await file.arrayBuffer()) });
  return (
    <section className="border-t pt-4">
      <h3 className="mb-2 text-sm font-semibold">{t("logo")}</h3>
      <div className="grid grid-cols-[12rem_minmax(0,1fr)] items-stretch gap-4">
        <div className="grid min-h-20 place-items-center rounded-md border p-3" style={{ background: "#fff" }}>
          {entity.logoPng ? (
            // biome-ignore lint/performance/noImgElement: a few bytes of the answer itself, not a file to optimise.
            <img
              src={`data:image/png;base64,${entity.logoPng}`}
              alt={t("logoNow", { name: entity.name })}
              className="max-h-16 max-w-full"
            />
          ) : (
            <span className="text-center text-xs text-[#535d67]">{t("noLogo")}</span>
          )}
        </div>
        {may ? (
          <div className="flex flex-col gap-2">
            <FileField
              label={t("choose")}
              hint={t("logoHint")}
              accept="image/png"
              file={null}
              onFile={(file) => void take(file)}
              error={setLogo.error ? describe(setLogo.error).message : undefined}
            />
            {entity.logoPng ? (
              <Button
                size="sm"
                tone="ghost"
                className="self-start"
                busy={setLogo.isPending}
                onClick={() => setLogo.mutate({ legalEntityId, png: null })}
              >
                {t("remove")}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
    </section>
  );
}
