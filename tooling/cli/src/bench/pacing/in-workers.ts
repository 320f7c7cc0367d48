import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

/**
 * Does pieces of work on all cores, in worker threads, and answers in their order. The module at `url` calls `serve`
 * with the function that does one piece; pieces and results are plain data.
 */
export async function inWorkers<Piece, Result>(
  url: URL,
  pieces: readonly Piece[],
  onDone: (result: Result, piece: Piece) => void,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    const worker = new Worker(url);
    try {
      for (let index = next++; index < pieces.length; index = next++) {
        const piece = pieces[index] as Piece;
        const result = await new Promise<Result>((resolve, reject) => {
          worker.once("message", resolve);
          worker.once("error", reject);
          worker.postMessage(piece);
        });
        results[index] = result;
        onDone(result, piece);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), pieces.length) }, one));
  return results;
}

/** In a worker: answers each piece it is sent. */
export function serve<Piece, Result>(work: (piece: Piece) => Result): void {
  if (isMainThread) return;
  parentPort?.on("message", (piece: Piece) => parentPort?.postMessage(work(piece)));
}
