"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Checkbox, Input } from "~/ui/form.tsx";
import { Skeleton } from "~/ui/status.tsx";
import type { SectionProps } from "./section.tsx";

/** Who takes its calls; changes while it runs count with the next call. */
export function AgentsSection({ draft, set, tunable }: SectionProps & { readonly tunable: boolean }) {
  const t = useTranslations("workspace.editor.agents");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const people = useQuery(trpc.people.list.queryOptions({}));
  const [search, setSearch] = useState("");
  const chosen = new Set(draft.agents);
  const able = (people.data?.items ?? []).filter(({ role }) => role === "agent" || role === "supervisor");
  const found = able.filter((person) => `${person.name} ${person.email}`.toLowerCase().includes(search.toLowerCase()));
  const toggle = (ids: readonly string[], on: boolean): void => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    set({ agents: [...next].sort() });
  };
  return (
    <div>
      <div className="mb-3 flex items-center gap-2">
        <Input
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="h-7 max-w-64"
        />
        <Button
          size="sm"
          disabled={!tunable}
          onClick={() =>
            toggle(
              found.map((one) => one.membershipId),
              true,
            )
          }
        >
          {t("all")}
        </Button>
        <Button
          size="sm"
          disabled={!tunable}
          onClick={() =>
            toggle(
              found.map((one) => one.membershipId),
              false,
            )
          }
        >
          {t("none")}
        </Button>
        <span className="ml-auto text-xs text-muted">{t("chosen", { count: chosen.size })}</span>
      </div>
      {people.isPending ? <Skeleton className="h-24" /> : null}
      {people.data && able.length === 0 ? <p className="text-sm text-muted">{t("nobody")}</p> : null}
      <ul className="grid max-h-72 grid-cols-3 gap-x-6 gap-y-2 overflow-y-auto">
        {found.map((person) => (
          <li key={person.membershipId}>
            <Checkbox
              checked={chosen.has(person.membershipId)}
              onChange={(on) => toggle([person.membershipId], on)}
              label={person.name}
              hint={
                person.seat ? t("seat", { seat: person.seat }) : `${label("tenantRole", person.role)} · ${t("noSeat")}`
              }
              disabled={!tunable}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
