import type { RouterOutputs } from "@callbay/api/router";

type Campaign = RouterOutputs["campaigns"]["list"][number];
type List = RouterOutputs["lists"]["list"][number];
type Seats = RouterOutputs["seats"]["list"];

/** One thing that waits for a person; `key` names its text. */
export interface Attention {
  readonly key:
    | "noContract"
    | "noSeats"
    | "unassigned"
    | "noLists"
    | "emptyList"
    | "importFailed"
    | "importRejected"
    | "noCampaigns"
    | "returned"
    | "approved"
    | "paused"
    | "noAgents"
    | "draft";
  readonly tone: "warn" | "danger" | "accent";
  readonly href: string;
  readonly name: string;
  readonly count: number;
}

interface Known {
  readonly campaigns?: readonly Campaign[] | undefined;
  readonly lists?: readonly List[] | undefined;
  readonly seats?: Seats | undefined;
}

const ORDER = { danger: 0, warn: 1, accent: 2 } as const;

/** What in this workspace waits for somebody, the worst first. What is not known (not permitted) is not spoken of. */
export function attentionOf({ campaigns, lists, seats }: Known): Attention[] {
  const found: Attention[] = [];
  const say = (key: Attention["key"], tone: Attention["tone"], href: string, name = "", count = 0): void => {
    found.push({ key, tone, href, name, count });
  };
  if (seats) {
    const free = seats.items.filter((seat) => seat.assignedTo === null).length;
    if (!seats.contract && seats.items.length === 0) say("noContract", "warn", "/w/contracts");
    else if (seats.items.length === 0) say("noSeats", "accent", "/w/seats");
    else if (free > 0) say("unassigned", "accent", "/w/seats", "", free);
  }
  if (lists?.length === 0) say("noLists", "accent", "/w/lists");
  for (const list of lists ?? []) {
    const href = `/w/lists/${list.id}`;
    if (list.lastImport?.state === "failed") say("importFailed", "danger", href, list.name);
    else if (list.lastImport && list.lastImport.rejected > 0)
      say("importRejected", "accent", href, list.name, list.lastImport.rejected);
    else if (!list.lastImport) say("emptyList", "accent", href, list.name);
  }
  if (campaigns?.length === 0 && lists?.length) say("noCampaigns", "accent", "/w/campaigns/new");
  for (const campaign of campaigns ?? []) {
    const href = `/w/campaigns/${campaign.id}`;
    if (campaign.state === "returned") say("returned", "danger", `${href}/edit`, campaign.name);
    else if (campaign.state === "approved") say("approved", "warn", href, campaign.name);
    else if (campaign.state === "paused") say("paused", "warn", href, campaign.name);
    else if (campaign.state === "running" && campaign.agents === 0) say("noAgents", "danger", href, campaign.name);
    else if (campaign.state === "draft") say("draft", "accent", `${href}/edit`, campaign.name);
  }
  return found.sort((a, b) => ORDER[a.tone] - ORDER[b.tone]);
}
