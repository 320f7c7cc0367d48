import { OFFLINE, type Refusal, refusalIn } from "~/lib/refusal.ts";

/** What became of a statement's bookings. */
export interface StatementCounts {
  readonly lines: number;
  readonly new: number;
  readonly matched: number;
  readonly unmatched: number;
  readonly ignored: number;
}

export type StatementEnd = { readonly ok: true; readonly counts: StatementCounts } | ({ readonly ok: false } & Refusal);

export interface StatementFile {
  readonly file: File;
  readonly legalEntityId: string;
  /** What the file does not say itself. */
  readonly options: object;
}

/** Sends a bank's file as it lies on the disk. */
export async function sendStatement({ file, legalEntityId, options }: StatementFile): Promise<StatementEnd> {
  const query = new URLSearchParams({ legalEntityId, options: JSON.stringify(options) });
  try {
    const answer = await fetch(`/api/bank-statements?${query}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream", "x-file-name": encodeURIComponent(file.name) },
      body: file,
    });
    const body: unknown = await answer.json();
    const refused = refusalIn(body);
    return refused ? { ok: false, ...refused } : { ok: true, counts: countsOf(body) };
  } catch {
    return { ok: false, ...OFFLINE };
  }
}

function countsOf(body: unknown): StatementCounts {
  const count = (name: keyof StatementCounts): number =>
    typeof body === "object" && body !== null ? Number(Reflect.get(body, name) ?? 0) : 0;
  return {
    lines: count("lines"),
    new: count("new"),
    matched: count("matched"),
    unmatched: count("unmatched"),
    ignored: count("ignored"),
  };
}
