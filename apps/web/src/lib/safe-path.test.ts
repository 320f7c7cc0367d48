import { expect, it } from "vitest";
import { safePath } from "./safe-path.ts";

it.each(["/w/campaigns?state=running", "/", "/operator/tenants/1#people"])("follows %s", (path) => {
  expect(safePath(path)).toBe(path);
});
it.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", "/a\n/b", null])(
  "does not follow %j",
  (path) => {
    expect(safePath(path)).toBeNull();
  },
);
