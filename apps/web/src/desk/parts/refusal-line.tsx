"use client";
import { CircleAlert } from "lucide-react";
import type { DialRefusal } from "../hooks/use-refusal.ts";

/** Why nothing was dialled; announced when it appears. */
export function RefusalLine({ refusal }: { refusal: DialRefusal | null }) {
  return (
    <div role="alert" data-testid="dial-refusal" data-code={refusal?.code ?? ""} className="min-h-5 text-sm">
      {refusal ? (
        <p className="flex items-start gap-1.5 text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            {refusal.text} {refusal.remedy ? <span className="text-muted">{refusal.remedy}</span> : null}
          </span>
        </p>
      ) : null}
    </div>
  );
}
