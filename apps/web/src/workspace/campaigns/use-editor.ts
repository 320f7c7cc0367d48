"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { codeOf } from "~/trpc/errors.ts";
import {
  agentsChanged,
  type CampaignView,
  changedFields,
  type Draft,
  dispositionsChanged,
  draftOf,
  isChanged,
  patchOf,
  rebased,
} from "./draft.ts";
import { named } from "./section-dispositions.tsx";

export interface Editor {
  readonly draft: Draft;
  readonly set: (patch: Partial<Draft>) => void;
  readonly changed: boolean;
  readonly saving: boolean;
  readonly error: unknown;
  /** Somebody else saved while this was being edited. */
  readonly conflict: boolean;
  /** What of theirs differs from what this edit began with, and what of it was changed here too. */
  readonly theirs: readonly { readonly field: keyof Draft; readonly mineToo: boolean }[];
  /** Saves what was changed; true when all of it is durable. */
  save(): Promise<boolean>;
  discard(): void;
  /** Takes over what others saved and keeps one's own changes on top of it. */
  keepMine(): void;
}

/** The draft over what is saved. It follows what others save until something is changed here; then it says so. */
export function useEditor(campaign: CampaignView): Editor {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [base, setBase] = useState(() => ({ revision: campaign.revision, draft: draftOf(campaign) }));
  const [draft, setDraft] = useState(base.draft);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const quiet = { meta: { quiet: true } };
  const update = useMutation(trpc.campaigns.update.mutationOptions(quiet));
  const setDispositions = useMutation(trpc.campaigns.setDispositions.mutationOptions(quiet));
  const setAgents = useMutation(trpc.campaigns.setAgents.mutationOptions(quiet));
  const changed = isChanged(base.draft, draft);
  const mine = changedFields(base.draft, draft);
  const newer = campaign.revision > base.revision;

  // Nothing of one's own is at stake: what others saved is simply shown, agents too, which have no revision.
  useEffect(() => {
    if (saving || changed) return;
    const fresh = draftOf(campaign);
    setBase({ revision: campaign.revision, draft: fresh });
    setDraft(fresh);
  }, [campaign, saving, changed]);

  const write = async (wanted: Draft): Promise<void> => {
    const campaignId = campaign.id;
    let { revision } = base;
    let saved = base.draft;
    const patch = patchOf(base.draft, wanted);
    try {
      if (Object.keys(patch).length > 0) {
        revision = (await update.mutateAsync({ campaignId, revision, ...patch })).revision;
        saved = { ...wanted, dispositions: base.draft.dispositions, agents: base.draft.agents };
      }
      if (dispositionsChanged(base.draft, wanted)) {
        const items = wanted.dispositions.map(({ key: _key, fields, ...item }) => ({
          ...item,
          fields: fields.map((field) => ({ ...field, options: [...field.options] })),
        }));
        revision = (await setDispositions.mutateAsync({ campaignId, revision, items })).revision;
        saved = { ...saved, dispositions: wanted.dispositions };
      }
      if (agentsChanged(base.draft, wanted)) {
        await setAgents.mutateAsync({ campaignId, membershipIds: [...wanted.agents], was: [...base.draft.agents] });
        saved = { ...saved, agents: wanted.agents };
      }
    } finally {
      // What was saved before a failure is saved; the rest is still a change.
      setBase({ revision, draft: saved });
      setDraft(wanted);
    }
  };
  return {
    draft,
    set: (patch) => setDraft((before) => ({ ...before, ...patch })),
    changed,
    saving,
    error,
    theirs: changedFields(base.draft, draftOf(campaign)).map((field) => ({
      field,
      mineToo: mine.includes(field),
    })),
    conflict: changed && !saving && (newer || codeOf(error) === "STALE_REVISION"),
    save: async () => {
      setSaving(true);
      setError(null);
      try {
        await write({ ...draft, dispositions: named(draft.dispositions).filter((row) => row.code) });
        return true;
      } catch (failure) {
        setError(failure);
        return false;
      } finally {
        await queryClient.invalidateQueries({ queryKey: trpc.campaigns.pathKey() });
        setSaving(false);
      }
    },
    discard: () => {
      const fresh = draftOf(campaign);
      setError(null);
      setBase({ revision: campaign.revision, draft: fresh });
      setDraft(fresh);
    },
    keepMine: () => {
      const fresh = draftOf(campaign);
      setError(null);
      setDraft(rebased(base.draft, draft, fresh));
      setBase({ revision: campaign.revision, draft: fresh });
    },
  };
}
