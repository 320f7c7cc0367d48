/** Agents of one org unit; those in none come last, under no name. */
export interface Group<A> {
  readonly id: string;
  readonly name: string | null;
  readonly agents: readonly A[];
}

const NOBODY = "none";

/** The agents by their unit, units by name; the order within is kept. */
export function groupByUnit<A extends { readonly unit: { readonly id: string; readonly name: string } | null }>(
  agents: readonly A[],
): Group<A>[] {
  const groups = new Map<string, { name: string | null; agents: A[] }>();
  for (const agent of agents) {
    const id = agent.unit?.id ?? NOBODY;
    const group = groups.get(id) ?? { name: agent.unit?.name ?? null, agents: [] };
    group.agents.push(agent);
    groups.set(id, group);
  }
  return [...groups]
    .map(([id, group]) => ({ id, ...group }))
    .sort((a, b) => {
      if (a.name === null || b.name === null) return Number(a.name === null) - Number(b.name === null);
      return a.name.localeCompare(b.name, undefined, { numeric: true });
    });
}
