import "server-only";

/** The name of an uploaded file, from a header in which it is percent-encoded; null when there is none to be read. */
export function fileNameOf(header: string | null): string | null {
  try {
    return header ? decodeURIComponent(header) : null;
  } catch {
    return null;
  }
}

/** A body piece by piece, as it comes; what nobody reads any more is not fetched. */
export async function* bodyPieces(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
