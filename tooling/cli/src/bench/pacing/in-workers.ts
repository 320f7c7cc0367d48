import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

/**
 * Does pieces of work on all cores, in processes of their own, and answers in their order. The module at `url` calls
 * `serve` with the function that does one piece; pieces and results are plain data.
 */
export async function inWorkers<Piece, Result>(
  url: URL,
  pieces: readonly Piece[],
  onDone: (result: Result, piece: Piece) => void,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    // A process inherits how it is told to read TypeScript; a thread does not.
    const worker = fork(fileURLToPath(url));
    const over = new Promise<never>((_, reject) => {
      worker.once("error", reject);
      worker.once("exit", (code) => reject(new Error(`a process of ${url.pathname} ended with ${code}`)));
    });
    // Nobody listens to the end that comes after the last piece.
    over.catch(() => {});
    try {
      for (let index = next++; index < pieces.length; index = next++) {
        const piece = pieces[index] as Piece;
        const answer = new Promise<Result>((resolve) => worker.once("message", (result) => resolve(result as Result)));
        worker.send(piece as object);
        const result = await Promise.race([answer, over]);
        results[index] = result;
        onDone(result, piece);
      }
    } finally {
      worker.kill();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), pieces.length) }, one));
  return results;
}

/** In such a process: answers each piece it is sent. */
export function serve<Piece, Result>(work: (piece: Piece) => Result): void {
  process.on("message", (piece: Piece) => process.send?.(work(piece)));
}
