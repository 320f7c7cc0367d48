import { describe, expect, it } from "vitest";
import { stopWord } from "./stop-words.ts";

describe("a stop word", () => {
  it.each([
    ["STOP", "stop", "en"],
    [" stop. ", "stop", "en"],
    ["Stop!!! 🙏", "stop", "en"],
    ["STOP STOP", "stop", "en"],
    ["Stop all", "stop all", "en"],
    ["STOPALL", "stopall", "en"],
    ["opt-out", "opt out", "en"],
    ["“Unsubscribe”", "unsubscribe", "en"],
    ["Revoke", "revoke", "en"],
    ["TD", "td", "zh"],
    ["ＴＤ", "td", "zh"],
    ["T", "t", "zh"],
    ["退订", "退订", "zh"],
    ["退訂。", "退訂", "zh"],
    ["Arrêt", "arret", "fr"],
    ["수신거부", "수신거부", "ko"],
    ["BAJA", "baja", "es"],
  ])("%j is %j of %s", (text, word, language) => expect(stopWord(text)).toEqual({ word, language }));

  it.each([
    "",
    "!!!",
    "Don't stop",
    "stop by tomorrow?",
    "The end",
    "Cancel my order please",
    "stopped",
    "T shirt",
    "ok",
    "START",
    "不要退订",
    "stop ".repeat(40),
  ])("%j is none: a person has to read it", (text) => expect(stopWord(text)).toBeNull());
});
