"use client";
import type { ReactNode } from "react";
import { AdjustmentsEditor } from "./adjustments-editor.tsx";
import { ConditionsEditor } from "./conditions-editor.tsx";
import { type EditorProps, PricesEditor } from "./prices-editor.tsx";
import { QuotePanel } from "./quote-panel.tsx";
import { useRateTables } from "./rate-tables.ts";

interface TermsEditorProps extends EditorProps {
  /** Cards above the prices. */
  readonly children?: ReactNode;
}

/** The terms of a version while they are typed, and beside them what a month under them would cost. */
export function TermsEditor({ children, ...editor }: TermsEditorProps) {
  const rateTables = useRateTables();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_21rem] items-start gap-4">
      <div className="flex min-w-0 flex-col gap-4">
        {children}
        <PricesEditor {...editor} rateTables={rateTables} />
        <AdjustmentsEditor {...editor} />
        <ConditionsEditor {...editor} />
      </div>
      <QuotePanel draft={editor.draft} currency={editor.currency} />
    </div>
  );
}
