import { behaviourOfEnding, type CalleeBehaviour, type CalleeKind, ENDINGS } from "./behaviours.ts";
import { DRAWN_PREFIX } from "./drawn.ts";

/** Header by which the caller's PBX may name its attempt, so that the carrier's log can be matched without clocks. */
export const ATTEMPT_HEADER = "X-Callbay-Attempt";

/** The endpoint of a node's second trunk to the simulated carrier; the first is `carrier`. */
export const SECOND_TRUNK = "carrier-b";

/** The global variable that holds which share of a trunk's calls, in percent, is answered 503. */
export function refusalVariable(trunk: "carrier" | typeof SECOND_TRUNK): string {
  return trunk === "carrier" ? "REFUSE_first" : "REFUSE_second";
}

/** The longest that an answered callee without a talk time of its own stays on the line. */
export const LONGEST_TALK_S = 600;
/** So long a network lets a call ring whose caller has vanished: ISUP timer T9, at most three minutes (ITU-T Q.764). */
const LONGEST_RING_S = 180;
const MACHINE_RECORDS_S = 60;
const LOOP = ["n(again),Playback(demo-congrats)", "n,Playback(tt-monkeys)", "n,Goto(again)"];
/** A telephone sends silence too; Wait alone sends nothing, which no detector takes for a person. */
const QUIET = ["n(quiet),Playback(silence/10)", "n,Goto(quiet)"];

/** What each kind does after picking up; the talk time is an absolute limit that was set before. */
const AFTER_ANSWER: Partial<Record<CalleeKind, readonly string[]>> = {
  talker: LOOP,
  waiter: LOOP,
  presser: ["n,Wait(1)", "n,SendDTMF(1,100,160)", "n,Wait(1)", "n,SendDTMF(5#,200,160)", `n,Wait(${LONGEST_TALK_S})`],
  greeter: ["n,Wait(0.3)", "n,Playback(hello)", ...QUIET],
  hangs_up: [`n,Wait(${LONGEST_TALK_S})`],
  machine: ["n,Wait(0.4)", "n,Playback(vm-intro)", "n,Playback(beep)", ...QUIET],
};

/** Callees whose number says what they do: see drawn.ts. */
const DRAWN_CALLEE = [
  "exten => T,1,Hangup(16)",
  `exten => _${DRAWN_PREFIX}X.,1,Ringing()`,
  ` same => n,GotoIf($[\${EXTEN:3:1} = 1]?answers)`,
  ` same => n,Wait(${LONGEST_RING_S})`,
  " same => n,Hangup(19)",
  ` same => n(answers),Wait(\${EXTEN:4:1}.\${EXTEN:5:2})`,
  ` same => n,Set(TIMEOUT(absolute)=\${EXTEN:7:2}.\${EXTEN:9:2})`,
  " same => n,Answer()",
  ...LOOP.map((line) => ` same => ${line}`),
];

/** The carrier's extensions.conf: every number of 7 to 15 digits leads to one of a hundred callees, or to a drawn one. */
export function carrierDialplan(): string {
  const callees = ENDINGS.map((ending) => callee(ending, behaviourOfEnding(ending)));
  return `[general]
static = yes
writeprotect = yes

[from-pbx]
exten => _[+0-9a-zA-Z].,1,NoOp()
 same => n,Set(CHANNEL(userfield)=\${CHANNEL(pjsip,call-id)}|\${PJSIP_HEADER(read,${ATTEMPT_HEADER})}|\${CALLERID(num)}|\${EXTEN})
 same => n,Set(FROM=\${PJSIP_HEADER(read,From)})
 same => n,Set(DOMAIN=\${CUT(FROM,@,2)})
 same => n,Set(OVER=\${IF($["\${DOMAIN:0:9}" = "${SECOND_TRUNK}"]?second:first)})
 same => n,GotoIf($[\${RAND(1,100)} <= 0\${GLOBAL(REFUSE_\${OVER})}]?congested)
 same => n,Set(DIALLED=\${FILTER(0-9,\${EXTEN})})
 same => n,GotoIf($[\${LEN(\${DIALLED})} < 7 | \${LEN(\${DIALLED})} > 15 | \${LEN(\${EXTEN})} - \${LEN(\${DIALLED})} > 1]?refuse)
 same => n,GotoIf($["\${DIALLED:0:3}" = "${DRAWN_PREFIX}" & \${LEN(\${DIALLED})} = 15]?drawn,\${DIALLED},1)
 same => n,Goto(callee,\${DIALLED:-2},1)
 same => n(refuse),Hangup(28)
 same => n(congested),Hangup(34)

[callee]
; An absolute limit alone would end the call without a cause.
exten => T,1,Hangup(16)
${callees.join("\n")}

[drawn]
${DRAWN_CALLEE.join("\n")}
`;
}

function callee(ending: string, behaviour: CalleeBehaviour): string {
  const { kind, ringMs, q850 } = behaviour;
  const lines = [`exten => ${ending},1,NoOp(${kind})`];
  if (ringMs === null) {
    lines.push("n,Ringing()", `n,Wait(${LONGEST_RING_S})`, `n,Hangup(${q850})`);
  } else {
    if (ringMs > 0) lines.push("n,Ringing()", `n,Wait(${ringMs / 1000})`);
    if (behaviour.outcome === "answered") lines.push(...answered(behaviour));
    lines.push(`n,Hangup(${q850})`);
  }
  return lines.map((line, index) => (index === 0 ? line : ` same => ${line}`)).join("\n");
}

function answered({ kind, talkMs }: CalleeBehaviour): string[] {
  const limit = talkMs === null ? (kind === "machine" ? MACHINE_RECORDS_S : LONGEST_TALK_S) : talkMs / 1000;
  // Set before answering: Answer itself waits for the first sound, up to half a second that would be added.
  return [`n,Set(TIMEOUT(absolute)=${limit})`, "n,Answer()", ...(AFTER_ANSWER[kind] ?? [])];
}
