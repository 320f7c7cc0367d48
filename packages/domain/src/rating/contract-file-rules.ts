import type { Period } from "../days.ts";
import { overlappingHours } from "./hourly-clock.ts";
import type { RatedContract } from "./types.ts";

/** Something wrong with a file, and where. */
export interface FileProblem {
  /** A JSON path: "$.versions[0].components[2].rate". */
  readonly path: string;
  readonly problem: string;
}

/** The JSON path of a place below another. */
export function jsonPlace(base: string, path: readonly PropertyKey[]): string {
  return path
    .filter((part) => part !== "")
    .reduce<string>(
      (place, part) => (/^\d+$/.test(String(part)) ? `${place}[${String(part)}]` : `${place}.${String(part)}`),
      base,
    );
}

interface Given {
  readonly rateTables: readonly {
    readonly name: string;
    readonly rows?: readonly { readonly prefix: string }[] | undefined;
  }[];
  readonly credits: readonly { readonly id: string }[];
}

/**
 * What is wrong between the parts of a contract file that are each right: versions that overlap or never hold, ids and
 * names twice, price lists that are not there, hours priced twice.
 *
 * @param places where each of the contract's versions stands in the file. @param forces the days of each version.
 */
export function crossProblems(
  contract: RatedContract,
  given: Given,
  places: readonly number[],
  forces: ReadonlyMap<string, Period>,
): FileProblem[] {
  const problems: FileProblem[] = [];
  const say = (path: string, problem: string): void => void problems.push({ path, problem });
  const { versions, startsOn, endsOn } = contract;
  if (endsOn !== null && endsOn < startsOn) say("$.endsOn", `the contract would end before it starts on ${startsOn}`);

  const componentIds = new Set<string>();
  versions.forEach((version, order) => {
    const at = `$.versions[${places[order] ?? order}]`;
    const earlier = versions.slice(0, order);
    const sameDay = versions.filter((one) => one.effectiveFrom === version.effectiveFrom);
    const sameNumber = earlier.some((one) => one.version === version.version);
    if (sameDay.length === 1 && !forces.has(version.id)) {
      say(`${at}.effectiveFrom`, "this version is never in force");
    } else if (earlier.some((one) => one.effectiveFrom === version.effectiveFrom)) {
      say(`${at}.effectiveFrom`, `overlaps: another version is in force from ${version.effectiveFrom} too`);
    }
    if (sameNumber) say(`${at}.version`, `${version.version} is there twice`);
    else if (earlier.some((one) => one.version > version.version)) {
      say(`${at}.version`, "a later version has a higher number");
    }
    for (const { id, position, params } of version.components) {
      if (componentIds.has(id) && !sameNumber) say(`${at}.components[${position}].id`, `"${id}" is there twice`);
      componentIds.add(id);
      const table = params.type === "per_minute" ? params.rateTableId : undefined;
      if (table !== undefined && !contract.rateTables.has(table)) {
        say(`${at}.components[${position}].rateTableId`, `there is no rate table "${table}"`);
      }
    }
    const commissions = version.components.filter(({ params }) => params.type === "commission");
    commissions.forEach(({ direction, position }, index) => {
      const other = commissions
        .slice(0, index)
        .find((one) => one.direction === null || direction === null || one.direction === direction);
      if (other)
        say(
          `${at}.components[${position}].direction`,
          `components[${other.position}] pays for the same successes already`,
        );
    });
    for (const { first, second, states } of overlappingHours(version.components.map(({ params }) => params))) {
      say(`${at}.components[${second}].states`, `${states.join(", ")} is priced by components[${first}] already`);
    }
  });
  const first = versions[0];
  if (first && first.effectiveFrom > startsOn) {
    say(
      `$.versions[${places[0] ?? 0}].effectiveFrom`,
      `no version is in force from ${startsOn}, when the contract starts`,
    );
  }
  given.rateTables.forEach(({ name, rows = [] }, index) => {
    if (given.rateTables.findIndex((one) => one.name === name) < index)
      say(`$.rateTables[${index}].name`, `"${name}" is there twice`);
    const seen = new Set<string>();
    rows.forEach(({ prefix }, row) => {
      const digits = prefix.replace("+", "");
      if (seen.has(digits)) say(`$.rateTables[${index}].rows[${row}].prefix`, `${digits} is there twice`);
      seen.add(digits);
    });
  });
  given.credits.forEach(({ id }, index) => {
    if (given.credits.findIndex((one) => one.id === id) < index)
      say(`$.credits[${index}].id`, `"${id}" is there twice`);
  });
  return problems;
}
