"use client";
import type { TermsDraft } from "./terms-form.ts";

interface QuotePanelProps {
  readonly draft: TermsDraft;
  readonly currency: string;
  readonly effectiveFrom: string;
}

/** What a month under these terms would cost. */
export function QuotePanel(_props: QuotePanelProps) {
  return null;
}
