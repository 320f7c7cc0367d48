import type { MonitorMode } from "@callbay/domain/monitor";
import { beforeEach, expect, test } from "vitest";
import { ChosenMode, type ChosenView } from "./chosen-mode.ts";

let asked: { mode: MonitorMode; answer: (refusal: string | null) => void }[];
let muted: boolean[];
let view: ChosenView<string>;
let now: number;
let chosen: ChosenMode<string>;

function listening(mode: MonitorMode): void {
  view = { mode, wanted: null, refusal: null };
  chosen = new ChosenMode<string>(mode, {
    send: (wanted) => new Promise((answer) => asked.push({ mode: wanted, answer })),
    setMuted: (isMuted) => muted.push(isMuted),
    onChange: (next) => {
      view = next;
    },
    clock: () => now,
  });
}
const answered = async (refusal: string | null = null): Promise<void> => {
  asked.at(-1)?.answer(refusal);
  await Promise.resolve();
  await Promise.resolve();
};
const modes = () => asked.map(({ mode }) => mode);

beforeEach(() => {
  asked = [];
  muted = [];
  now = 1_000;
  listening("listen");
});

test("is wanted at once and so when it is confirmed", async () => {
  const done = chosen.choose("whisper");
  expect(view).toEqual({ mode: "listen", wanted: "whisper", refusal: null });
  await answered();
  await done;
  expect(view).toEqual({ mode: "whisper", wanted: null, refusal: null });
  expect(muted).toEqual([true, false]);
});

test("what was read before the change was answered does not undo it; what is read later does, and is said", async () => {
  const done = chosen.choose("whisper");
  expect(chosen.told("listen", 999), "while it is asked for").toBe(false);
  await answered();
  await done;
  expect(chosen.told("listen", 1_000), "read before").toBe(false);
  expect(view.mode).toBe("whisper");
  expect(chosen.told("whisper", 1_001)).toBe(false);
  expect(chosen.told("listen", 1_002)).toBe(true);
  expect(view.mode).toBe("listen");
  expect(muted.at(-1)).toBe(true);
});

test("of several quick keys the last one holds, and those between are never asked for", async () => {
  const done = chosen.choose("whisper");
  void chosen.choose("join");
  void chosen.choose("listen");
  void chosen.choose("join");
  await answered();
  expect(view).toMatchObject({ mode: "whisper", wanted: "join" });
  await answered();
  await done;
  expect(modes()).toEqual(["whisper", "join"]);
  expect(view).toEqual({ mode: "join", wanted: null, refusal: null });
});

test("a refusal is told and leaves what was; one that a later key has overtaken is not", async () => {
  const done = chosen.choose("whisper");
  await answered("AGENT_AWAY");
  await done;
  expect(view).toEqual({ mode: "listen", wanted: null, refusal: "AGENT_AWAY" });

  const again = chosen.choose("whisper");
  expect(view.refusal).toBeNull();
  void chosen.choose("join");
  await answered("AGENT_AWAY");
  await answered();
  await again;
  expect(view).toEqual({ mode: "join", wanted: null, refusal: null });

  const back = chosen.choose("whisper");
  void chosen.choose("join");
  await answered("AGENT_AWAY");
  await back;
  expect(view).toEqual({ mode: "join", wanted: null, refusal: null });
});

test("who is to be heard by fewer is muted until it is so", async () => {
  listening("join");
  muted = [];
  const done = chosen.choose("whisper");
  expect(muted).toEqual([true]);
  await answered();
  await done;
  expect(muted).toEqual([true, false]);
});
