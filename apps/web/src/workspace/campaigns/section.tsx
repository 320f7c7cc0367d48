import { ChevronRight } from "lucide-react";
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

/** What a part lacks before anybody has looked into it: such a part begins unfolded. */
export function isUnfilled(name: SectionName, draft: Draft): boolean {
  const talks = draft.dialMode !== "agentless";
  if (name === "script") return talks && draft.script.trim() === "";
  return name === "agents" && talks && draft.agents.length === 0;
}

interface SectionParts {
  readonly name: SectionName;
  readonly title: string;
  readonly hint: string;
  /** What it holds, in one line while it is folded. */
  readonly summary: string;
  readonly missing: readonly string[];
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  readonly children: ReactNode;
}

/** A part of the editor under its heading, which folds it; the navigation at the left leads to it. */
export function Section({ name, title, hint, summary, missing, open, onToggle, children }: SectionParts) {
  return (
    <details
      id={name}
      open={open}
      onToggle={(event) => onToggle(event.currentTarget.open)}
      className="group scroll-mt-4 rounded-lg border bg-surface shadow-card"
    >
      <summary className="flex min-h-12 cursor-pointer list-none items-center gap-3 rounded-lg px-4 py-2 hover:bg-hover group-open:rounded-b-none group-open:pb-1 group-open:hover:bg-transparent">
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint group-open:rotate-90" />
        <h2 className="w-40 shrink-0 text-base font-semibold">{title}</h2>
        <span className="min-w-0 flex-1 truncate text-sm text-muted group-open:invisible" title={summary}>
          {summary || "—"}
        </span>
        <span className="flex flex-wrap justify-end gap-1.5">
          {missing.map((one) => (
            <Badge key={one} tone="warn">
              {one}
            </Badge>
          ))}
        </span>
      </summary>
      <p className="pl-11 text-sm text-muted">{hint}</p>
      <div className="p-5 pt-4">{children}</div>
    </details>
  );
}
