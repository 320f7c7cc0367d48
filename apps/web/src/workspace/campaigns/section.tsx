import type { ReactNode } from "react";
import { Badge } from "~/ui/status.tsx";
import type { CampaignView, Draft } from "./draft.ts";

/** What each section of the editor is given. */
export interface SectionProps {
  readonly campaign: CampaignView;
  readonly draft: Draft;
  readonly set: (patch: Partial<Draft>) => void;
  /** What the operator approved cannot be changed any more. */
  readonly locked: boolean;
}

export const SECTIONS = [
  "basics",
  "audience",
  "calling",
  "script",
  "dispositions",
  "window",
  "schedule",
  "retries",
  "agents",
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** Where each field of the draft is edited. */
export const SECTION_OF_FIELD: Readonly<Record<keyof Draft, SectionName>> = {
  name: "basics",
  purpose: "basics",
  contractId: "basics",
  lists: "audience",
  callerIdId: "audience",
  complianceId: "calling",
  dialMode: "calling",
  machine: "calling",
  agentless: "calling",
  priority: "calling",
  share: "calling",
  script: "script",
  dispositions: "dispositions",
  callingWindow: "window",
  schedule: "schedule",
  retryRules: "retries",
  ringTimeoutMs: "retries",
  joinDeadlineMs: "retries",
  maxAbandonedPpm: "retries",
  maxChannels: "retries",
  recordingForced: "retries",
  agents: "agents",
};

/** A part of the editor under its heading; the navigation at the left leads to it. */
export function Section({
  name,
  title,
  hint,
  missing,
  children,
}: {
  name: SectionName;
  title: string;
  hint: string;
  missing: readonly string[];
  children: ReactNode;
}) {
  return (
    <section
      id={name}
      aria-labelledby={`${name}-title`}
      className="scroll-mt-4 rounded-lg border bg-surface shadow-card"
    >
      <div className="flex items-start justify-between gap-4 px-5 pt-4">
        <div>
          <h2 id={`${name}-title`} className="text-base font-semibold">
            {title}
          </h2>
          <p className="text-sm text-muted">{hint}</p>
        </div>
        <div className="flex flex-wrap justify-end gap-1.5">
          {missing.map((one) => (
            <Badge key={one} tone="warn">
              {one}
            </Badge>
          ))}
        </div>
      </div>
      <div className="p-5">{children}</div>
    </section>
  );
}
