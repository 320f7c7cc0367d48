import type { Stack } from "@callbay/tooling-runtime/stack";

/**
 * Gives the simulated carrier's callees another nature: they pick up at once and hang up after a while.
 *
 * @param talkMs how long they stay, or between which two lengths, in whole seconds: each another while, so that
 *   conversations that began together do not end together.
 * @param ending of their numbers; all of them unless told. See the carrier's dialplan.
 */
export async function answerAtOnce(
  { carrier }: Pick<Stack, "carrier">,
  { talkMs, ending }: { readonly talkMs: number | readonly [least: number, most: number]; readonly ending?: string },
): Promise<void> {
  if (!carrier) throw new Error("the stack has no carrier");
  const seconds =
    typeof talkMs === "number"
      ? talkMs / 1000
      : `\${RAND(${talkMs[0] / 1000},${talkMs[1] / 1000 - 1})}.\${RAND(100,999)}`;
  for (const line of ["s,1,Answer()", `s,2,Wait(${seconds})`, "s,3,Hangup(16)"])
    await carrier.console(`dialplan add extension ${line} into bench replace`);
  const endings = ending ? [ending] : Array.from({ length: 100 }, (_, index) => String(index).padStart(2, "0"));
  for (const one of endings)
    await carrier.console(`dialplan add extension ${one},1,Goto(bench,s,1) into callee replace`);
}
