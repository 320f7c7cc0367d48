/** Writes for the person at the terminal. stdout is kept for results. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Runs one step of a start or a test, and tells how long it took. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  say(`  ✓ ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return result;
}

/** Ends the command with a sentence and its remedy rather than a stack trace, where the error carries them. */
export function explain(error: unknown): string {
  if (error instanceof Error && "toDisplay" in error && typeof error.toDisplay === "function") {
    return String(error.toDisplay());
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
