"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { ATTRIBUTE_TYPES } from "@callbay/domain/segment/types";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Card } from "~/ui/layout.tsx";
import { Select } from "~/ui/select.tsx";

type Attribute = RouterOutputs["lists"]["get"]["attributes"][number];
const AUTOMATIC = "automatic";

/** The columns of a list's files with their types, which a person may choose. */
export function AttributeTypes({
  listId,
  revision,
  attributes,
}: {
  listId: string;
  revision: number;
  attributes: readonly Attribute[];
}) {
  const t = useTranslations("segments.attributes");
  const may = useMay();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const set = useMutation(
    trpc.lists.setAttributeType.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.lists.pathKey() }),
    }),
  );
  return (
    <Card title={t("title")}>
      <p className="mb-2 text-xs text-muted">{t(attributes.length === 0 ? "none" : "hint")}</p>
      <ul className="flex flex-col gap-1.5">
        {attributes.map(({ key, type, chosen }) => (
          <li key={key} className="grid grid-cols-[minmax(0,1fr)_9.5rem] items-center gap-2 text-sm">
            <span className="truncate" title={key}>
              {key}
            </span>
            <Select
              aria-label={t("typeOf", { name: key })}
              size="sm"
              value={chosen ? type : AUTOMATIC}
              onChange={(value) =>
                set.mutate({ listId, revision, attribute: key, type: value === AUTOMATIC ? null : value })
              }
              options={[
                { value: AUTOMATIC, label: t("automatic", { type: t(`type.${type}`) }) },
                ...ATTRIBUTE_TYPES.map((value) => ({ value, label: t(`type.${value}`) })),
              ]}
              disabled={!may("list.write") || set.isPending}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
