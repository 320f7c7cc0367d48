import type { AppRouter } from "@callbay/api/router";
import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";

/**
 * tRPC tells every infinite query which way it pages. Our lists page one way and take no field that they do not
 * know, so the word stays here.
 */
export const pagingLink: TRPCLink<AppRouter> = () => {
  return ({ next, op }) =>
    observable((observer) => next({ ...op, input: withoutPaging(op.input) }).subscribe(observer));
};

export function withoutPaging(input: unknown): unknown {
  if (typeof input !== "object" || input === null || !("direction" in input)) return input;
  if (input.direction !== "forward" && input.direction !== "backward") return input;
  const { direction: _oneWay, ...rest } = input;
  return rest;
}
