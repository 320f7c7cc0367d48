"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale } from "next-intl";
import type en from "../../messages/en/audit.json";

type Words = Readonly<Record<string, string>>;
type Catalogue = { readonly default: Pick<typeof en, "field"> };

// Two hundred words for one page: no other page is sent them.
const LOADERS: Readonly<Record<string, () => Promise<Catalogue>>> = {
  en: () => import("../../messages/en/audit.json"),
  "zh-CN": () => import("../../messages/zh-CN/audit.json"),
};

/** The word of a changed field in the reader's language; null where there is none, or while the words are on their way. */
export function useFieldWord(): (field: string) => string | null {
  const locale = useLocale();
  const words = useQuery({
    queryKey: ["audit-words", locale],
    queryFn: async (): Promise<Words> => (await (LOADERS[locale] ?? LOADERS.en)?.())?.default.field ?? {},
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (field) => words.data?.[field] ?? null;
}
