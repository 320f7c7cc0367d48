"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useMay } from "~/shell/me.tsx";
import { Button } from "~/ui/button.tsx";
import { EmptyState } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import type { CallFilters } from "./filters.ts";

interface NoneProps {
  readonly icon: ReactNode;
  readonly filters: CallFilters;
  readonly onClear: () => void;
  /** What is said where the filters leave nothing, and where nothing has happened yet. */
  readonly texts: { readonly title: string; readonly filtered: string; readonly never: string };
}

/** No call, or no recording, and the step that leads out of it: fewer filters, or a campaign that calls. */
export function NoneOfThem({ icon, filters, onClear, texts }: NoneProps) {
  const t = useTranslations("workspace.calls");
  const overview = useTranslations("workspace.overview");
  const may = useMay();
  const isFiltered = Object.values(filters).some((value) => value !== null);
  const action = isFiltered ? (
    <Button onClick={onClear}>{t("clear")}</Button>
  ) : may("campaign.read") ? (
    <Button asChild>
      <Link href="/w/campaigns">{overview("toCampaigns")}</Link>
    </Button>
  ) : null;
  return (
    <EmptyState icon={icon} title={texts.title} action={action}>
      {isFiltered ? texts.filtered : texts.never}
    </EmptyState>
  );
}
