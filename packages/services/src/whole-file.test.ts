import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeWhole } from "./whole-file.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "callbay-whole-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

test("a file has its name, whole, when the write is over, and not before", async () => {
  const path = join(dir, "below", "whole");
  const seen = await writeWhole(path, async (file) => {
    await file.appendFile("one ");
    const meanwhile = await readdir(join(dir, "below"));
    await file.appendFile("two");
    return meanwhile;
  });
  expect(seen).toEqual(["whole.part"]);
  expect(await readFile(path, "utf8")).toBe("one two");
  expect(await readdir(join(dir, "below"))).toEqual(["whole"]);
});

test("what fails at once or on the way leaves nothing, and the old file stays", async () => {
  const path = join(dir, "kept");
  await writeWhole(path, (file) => file.writeFile("old"));
  const failing = [
    async () => {
      throw new Error("at once");
    },
    async (file: { appendFile(text: string): Promise<void> }) => {
      await file.appendFile("new");
      throw new Error("on the way");
    },
  ];
  for (const write of failing) await expect(writeWhole(path, write)).rejects.toThrow(/at once|on the way/);
  expect(await readFile(path, "utf8")).toBe("old");
  expect((await readdir(dir)).filter((name) => name.startsWith("kept"))).toEqual(["kept"]);
});
