import type { Tx } from "@callbay/db/client";
import { countListed } from "@callbay/db/sql/dial-why";
import { nextPiece, type PieceBounds, topUpPiece } from "@callbay/db/sql/list-top-up";
import { isTimeZone } from "@callbay/domain/calendar";
import { type CallingWindow, isOpen, nextOpening, parseCallingWindow } from "@callbay/domain/calling-window";
import { effectiveWindow } from "@callbay/domain/compliance/window";
import { attributeSchema, parseStoredAttributes } from "@callbay/domain/segment/attributes";
import { compileSegment, type SegmentNode } from "@callbay/domain/segment/compile";
import { parseSegmentFilter } from "@callbay/domain/segment/parse";
import { profileOf } from "../compliance/rules-of.ts";
import type { VerbContext } from "../context.ts";
import { systemVerb, z } from "../verb.ts";

/** So many contacts are taken in one transaction: a fraction of a second, so that nobody waits for its locks. */
export const PIECE_ROWS = 10_000;
const ANNOUNCE_EVERY_MS = 1_000;

/** How far a campaign has come through its lists. */
export interface TopUpPlace {
  /** Which of its lists. */
  readonly list: number;
  /** The last contact of it that was looked at. */
  readonly after: string | null;
}

export const FROM_THE_BEGINNING: TopUpPlace = { list: 0, after: null };

/**
 * Contacts of the next piece of the campaign's lists that it does not know yet become its own. Those who live where the
 * calling window is closed now are due when it opens, so that the loop need not turn over each of them to find out. Of a
 * list with a segment only those come whom it describes at this moment.
 *
 * @returns how many were looked at, how many of them were new, and where to go on; null: the lists are through
 */
export async function takePiece(
  tx: Tx,
  which: { tenantId: string; campaignId: string; now: Date },
  place: TopUpPlace,
): Promise<{ readonly read: number; readonly added: number; readonly next: TopUpPlace | null }> {
  const source = await sourceOf(tx, which, ({ index }) => index === place.list);
  if (!source) return { read: 0, added: 0, next: null };
  const { read, last, added } = await take(tx, which, source, { after: place.after, limit: PIECE_ROWS });
  return { read, added, next: read < PIECE_ROWS ? after(place, source.of) : { list: place.list, after: last } };
}

/** The same for contacts that have come onto one of its lists just now. */
export async function takeContacts(
  tx: Tx,
  which: { tenantId: string; campaignId: string; now: Date },
  { listId, ids }: { listId: string; ids: readonly string[] },
): Promise<number> {
  const source = await sourceOf(tx, which, (one) => one.listId === listId);
  return source ? (await take(tx, which, source, { ids })).added : 0;
}

interface Source {
  readonly listId: string;
  readonly segment: SegmentNode | null;
  readonly window: CallingWindow;
  /** Of how many lists it is one. */
  readonly of: number;
}

async function sourceOf(
  tx: Tx,
  { tenantId, campaignId, now }: { tenantId: string; campaignId: string; now: Date },
  isWanted: (list: { index: number; listId: string }) => boolean,
): Promise<Source | null> {
  const campaign = await tx.campaign.findUnique({
    where: { tenantId_id: { tenantId, id: campaignId } },
    select: {
      callingWindow: true,
      compliance: { select: { id: true, revision: true, rules: true } },
      lists: {
        orderBy: [{ position: "asc" }, { listId: "asc" }],
        select: { listId: true, list: { select: { attributeTypes: true } }, segment: { select: { filter: true } } },
      },
    },
  });
  const from = campaign?.lists.find(({ listId }, index) => isWanted({ index, listId }));
  if (!campaign || !from) return null;
  const schema = attributeSchema(parseStoredAttributes(from.list.attributeTypes));
  return {
    listId: from.listId,
    segment: from.segment ? compileSegment(parseSegmentFilter(from.segment.filter), schema, now) : null,
    // Of any country: what single ones ask beyond that, the gate says when it is their turn.
    window: effectiveWindow(parseCallingWindow(campaign.callingWindow), profileOf(campaign.compliance).rules, ""),
    of: campaign.lists.length,
  };
}

async function take(
  tx: Tx,
  { tenantId, campaignId, now }: { tenantId: string; campaignId: string; now: Date },
  { listId, segment, window, of }: Source,
  piece: PieceBounds | { readonly ids: readonly string[] },
): Promise<{ read: number; last: string | null; added: number }> {
  const { read, last, zones } = await nextPiece(tx, { tenantId, listId, piece });
  if (read === 0) return { read, last, added: 0 };
  const closed = closedZones(window, zones, now);
  const more = { campaignId, now, closed, segment, oneOfSeveral: of > 1 };
  return { read, last, added: await topUpPiece(tx, { tenantId, listId, piece, ...more }) };
}

const after = ({ list }: TopUpPlace, lists: number): TopUpPlace | null =>
  list + 1 < lists ? { list: list + 1, after: null } : null;

function closedZones(window: CallingWindow, zones: readonly string[], now: Date) {
  return zones
    .filter((zone) => isTimeZone(zone) && !isOpen(window, now, zone))
    .flatMap((zone) => {
      const opensAt = nextOpening(window, now, zone);
      return opensAt ? [{ zone, opensAt }] : [];
    });
}

const takeNextPiece = systemVerb({
  name: "campaign.take_piece",
  input: z.object({
    tenantId: z.uuid(),
    campaignId: z.uuid(),
    place: z.object({ list: z.int().min(0), after: z.uuid().nullable() }),
  }),
  timeoutMs: 60_000,
  run: async ({ tx, now }, { place, ...which }) => takePiece(tx, { ...which, now }, place),
});

export interface TopUpOptions {
  readonly clock?: (() => Date) | undefined;
  /** Asked before each piece; true stops there. */
  readonly stopping?: () => boolean;
  /** Told after each piece how many contacts of the lists have been looked at. */
  readonly onPiece?: (looked: number) => void;
}

/**
 * The campaign takes all contacts of its lists that it does not know yet, piece by piece: a million in about a minute,
 * while it dials those it has already. Screens hear of it meanwhile. What dies on the way is done again from the
 * beginning, and finds its contacts there.
 *
 * @returns how many were new
 */
export async function topUpCampaign(
  ctx: VerbContext,
  { tenantId, campaignId }: { readonly tenantId: string; readonly campaignId: string },
  { clock = () => ctx.now, stopping = () => false, onPiece }: TopUpOptions = {},
): Promise<number> {
  const system: VerbContext = { ...ctx, actor: { kind: "system", name: "top-up" } };
  let place: TopUpPlace | null = FROM_THE_BEGINNING;
  let added = 0;
  let looked = 0;
  let announcedAt = 0;
  while (place && !stopping()) {
    const now = clock();
    const taken: Awaited<ReturnType<typeof takeNextPiece>> = await takeNextPiece(
      { ...system, now },
      { tenantId, campaignId, place },
    );
    added += taken.added;
    looked += taken.read;
    onPiece?.(looked);
    place = taken.next;
    const isDue = now.getTime() - announcedAt >= ANNOUNCE_EVERY_MS || place === null;
    if (taken.added > 0 && isDue) {
      announcedAt = now.getTime();
      await ctx.deps.events.publish({ tenantId }, { type: "campaign.changed", campaignId });
    }
  }
  return added;
}

/** How many contacts the campaign's lists have together: all that a top-up looks at. */
export const listedContacts = systemVerb({
  name: "campaign.listed_contacts",
  input: z.object({ tenantId: z.uuid(), campaignId: z.uuid() }),
  run: async ({ tx }, { tenantId, campaignId }) => countListed(tx, tenantId, campaignId),
});

const campaignsOnList = systemVerb({
  name: "campaign.on_list",
  input: z.object({ tenantId: z.uuid(), listId: z.uuid() }),
  run: async ({ tx }, { tenantId, listId }) =>
    tx.campaign.findMany({
      where: { tenantId, lists: { some: { listId } }, state: { in: ["running", "paused"] } },
      select: { id: true },
    }),
});

/** The same for every running or paused campaign on a list that has grown. */
export async function topUpCampaignsOf(
  ctx: VerbContext,
  which: { readonly tenantId: string; readonly listId: string },
  options?: TopUpOptions,
): Promise<void> {
  const system: VerbContext = { ...ctx, actor: { kind: "system", name: "top-up" } };
  for (const { id } of await campaignsOnList(system, which))
    await topUpCampaign(ctx, { tenantId: which.tenantId, campaignId: id }, options);
}
