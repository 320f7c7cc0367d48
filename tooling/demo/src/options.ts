import { parseArgs } from "node:util";

export interface DemoOptions {
  readonly out: string;
  /** Rows taken from the sample list. */
  readonly contacts: number;
  readonly agents: number;
}

/**
 * Reads the command line.
 * @throws Error with the usage
 */
export function parseOptions(args: readonly string[]): DemoOptions {
  const usage = "Usage: npm run demo -- --out DIR [--contacts N] [--agents N]   (1–1000 contacts, 1–100 agents)";
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        out: { type: "string" },
        contacts: { type: "string", default: "1000" },
        agents: { type: "string", default: "40" },
      },
    });
    const contacts = count(values.contacts, 1_000);
    const agents = count(values.agents, 100);
    if (!values.out || contacts === null || agents === null) throw new Error(usage);
    return { out: values.out, contacts, agents };
  } catch (error) {
    throw new Error(error instanceof Error && error.message !== usage ? `${error.message}\n${usage}` : usage);
  }
}

function count(text: string, most: number): number | null {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= most ? value : null;
}
