import type { Stack } from "@callbay/tooling-runtime/stack";

/**
 * Gives the simulated carrier's callees another nature: they pick up at once and hang up after a while.
 *
 * @param ending of their numbers; all of them unless told. See the carrier's dialplan.
 */
export async function answerAtOnce(
  { carrier }: Pick<Stack, "carrier">,
  { talkMs, ending }: { readonly talkMs: number; readonly ending?: string },
): Promise<void> {
  if (!carrier) throw new Error("the stack has no carrier");
  for (const line of ["s,1,Answer()", `s,2,Wait(${talkMs / 1000})`, "s,3,Hangup(16)"])
    await carrier.console(`dialplan add extension ${line} into bench replace`);
  const endings = ending ? [ending] : Array.from({ length: 100 }, (_, index) => String(index).padStart(2, "0"));
  for (const one of endings)
    await carrier.console(`dialplan add extension ${one},1,Goto(bench,s,1) into callee replace`);
}
