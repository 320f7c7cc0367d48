import type { z } from "zod";
import { CallbayError } from "./errors.ts";

/**
 * Parses JSON from outside against a schema and names the first thing wrong with it.
 *
 * @param code the refusal's code, such as PRICE_COMPONENT_INVALID.
 * @param what the thing's name in the message, such as "price component".
 * @throws CallbayError `code`; `details.path` is the field ("components.0.rate"), `details.problems` are all of them.
 */
export function parseWith<S extends z.ZodType>(schema: S, json: unknown, code: string, what: string): z.output<S> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({ path: pathOf(issue), message: issue.message }));
  const first = problems[0] ?? { path: "", message: "is not valid" };
  throw new CallbayError(
    "invalid",
    code,
    `This ${what} is not valid at ${first.path || "its root"}: ${first.message}`,
    {
      path: first.path,
      problems,
    },
  );
}

/** An unknown field is reported by zod at its parent: name the field itself. */
function pathOf(issue: z.core.$ZodIssue): string {
  const extra = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  return [...issue.path, ...extra].map(String).join(".");
}
