import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AGENTLESS_KEYS,
  type AgentlessScript,
  MAX_REPEATS,
  parseAgentlessScript,
  parseAnsweringMachine,
  type ScriptAct,
  type ScriptEvent,
  type ScriptState,
  startScript,
  stepScript,
} from "./agentless.ts";

const notice: AgentlessScript = { media: "sound:notice", repeat: 1, waitMs: 0, keys: {} };
const survey: AgentlessScript = {
  media: "sound:survey",
  repeat: 2,
  waitMs: 5_000,
  keys: {
    "1": { do: "answer", disposition: "yes", media: "sound:thanks" },
    "2": { do: "answer", disposition: "no" },
    "9": { do: "do_not_call", media: "sound:removed" },
    "0": { do: "agent" },
    "*": { do: "repeat" },
  },
};

/** Drives a script by words: "played", "key 1", "waited"; answers what the PBX was asked, in short. */
function drive(script: AgentlessScript, ...words: string[]): { state: ScriptState; acts: string[] } {
  let [playback, wait] = [0, 0];
  const acts: string[] = [];
  const take = (more: readonly ScriptAct[]) => {
    for (const act of more) {
      if (act.do === "play") playback += 1;
      if (act.do === "wait") wait += 1;
      acts.push(act.do === "play" ? `play ${act.media}` : act.do === "choose" ? `choose ${act.action.do}` : act.do);
    }
  };
  const first = startScript(script);
  take(first.acts);
  let { state } = first;
  for (const word of words) {
    const [type, arg = ""] = word.split(" ");
    const event: ScriptEvent =
      type === "key"
        ? { type, key: arg }
        : type === "played"
          ? { type, playback: playback - Number(arg || 0) }
          : { type: "waited", wait: wait - Number(arg || 0) };
    const step = stepScript(script, state, event, { playback, wait });
    ({ state } = step);
    take(step.acts);
  }
  return { state, acts };
}

describe("a script", () => {
  it.each<[string, AgentlessScript, string[], string[]]>([
    ["a notice is heard once", notice, ["played"], ["play sound:notice", "complete"]],
    [
      "a notice twice",
      { ...notice, repeat: 2 },
      ["played", "played"],
      ["play sound:notice", "play sound:notice", "complete"],
    ],
    [
      "nobody presses a key",
      survey,
      ["played", "waited", "played", "waited"],
      ["play sound:survey", "wait", "play sound:survey", "wait", "complete"],
    ],
    [
      "an answer while the message plays",
      survey,
      ["key 1", "played"],
      ["play sound:survey", "stopPlaying", "choose answer", "play sound:thanks", "complete"],
    ],
    [
      "an answer without thanks",
      survey,
      ["played", "key 2"],
      ["play sound:survey", "wait", "choose answer", "complete"],
    ],
    [
      "never again",
      survey,
      ["played", "key 9", "played"],
      ["play sound:survey", "wait", "choose do_not_call", "play sound:removed", "complete"],
    ],
    ["to an agent", survey, ["key 0"], ["play sound:survey", "stopPlaying", "choose agent", "findAgent"]],
    ["a key without meaning", survey, ["key 5", "played", "key 5"], ["play sound:survey", "wait"]],
    ["once more", survey, ["played", "key *"], ["play sound:survey", "wait", "play sound:survey"]],
    [
      "what comes late",
      survey,
      ["played", "key *", "played 1", "waited"],
      ["play sound:survey", "wait", "play sound:survey"],
    ],
    [
      "keys after the answer",
      survey,
      ["key 1", "key 2", "key 9"],
      ["play sound:survey", "stopPlaying", "choose answer", "play sound:thanks"],
    ],
  ])("%s", (_, script, words, acts) => {
    expect(drive(script, ...words).acts).toEqual(acts);
  });

  it("holds no line for ever: who asks again and again hears its end", () => {
    const { state, acts } = drive(survey, ...Array.from({ length: MAX_REPEATS + 1 }, () => "key *"));
    expect(state.phase).toBe("over");
    expect(acts.at(-1)).toBe("complete");
  });

  it("whatever is pressed, ends once, within as many playbacks as are allowed, and keeps one answer at most", () => {
    const word = fc.constantFrom(
      "played",
      "played 1",
      "waited",
      "waited 1",
      ...AGENTLESS_KEYS.map((key) => `key ${key}`),
    );
    fc.assert(
      fc.property(fc.constantFrom(notice, survey), fc.array(word, { maxLength: 60 }), (script, words) => {
        const { state, acts } = drive(script, ...words);
        expect(acts.filter((act) => act === "complete").length).toBe(state.phase === "over" ? 1 : 0);
        expect(acts.filter((act) => act.startsWith("choose")).length).toBe(state.choice ? 1 : 0);
        expect(acts.filter((act) => act.startsWith("play")).length).toBeLessThanOrEqual(
          script.repeat + MAX_REPEATS + 1,
        );
      }),
    );
  });

  it("left alone, comes to its end", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(notice, survey),
        fc.array(fc.constantFrom("key *", "key 1", "key 5")),
        (script, keys) => {
          const rest = Array.from({ length: 2 * (script.repeat + 1) }, () => ["played", "waited"]).flat();
          expect(drive(script, ...keys, ...rest).state.phase).toBe("over");
        },
      ),
    );
  });
});

describe("parsing", () => {
  it("takes a script as it is", () => expect(parseAgentlessScript(survey)).toEqual(survey));
  it.each<[string, unknown, string]>([
    ["a medium the PBX cannot play", { ...notice, media: "http://x" }, "media"],
    ["keys without time to press one", { ...survey, waitMs: 0 }, "waitMs"],
    ["an unknown key", { ...survey, keys: { A: { do: "repeat" } } }, "keys.A"],
    ["an answer without its disposition", { ...survey, keys: { "1": { do: "answer" } } }, "keys.1.disposition"],
    ["more than is known", { ...notice, volume: 3 }, "volume"],
    ["no end", { ...notice, repeat: 99 }, "repeat"],
  ])("refuses %s", (_, json, path) => {
    expect(() => parseAgentlessScript(json)).toThrow(
      expect.objectContaining({ code: "AGENTLESS_SCRIPT_INVALID", details: expect.objectContaining({ path }) }),
    );
  });

  it("who is not sure is a person, unless the client says otherwise", () => {
    expect(parseAnsweringMachine({ detect: true, action: "hangup" })).toEqual({
      detect: true,
      action: "hangup",
      unsure: "human",
    });
    expect(() => parseAnsweringMachine({ detect: true, action: "message" })).toThrow(
      expect.objectContaining({ code: "ANSWERING_MACHINE_INVALID" }),
    );
  });
});
