"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useDescribeError } from "~/trpc/errors.ts";
import { Button } from "./button.tsx";
import { ErrorState } from "./layout.tsx";

export interface QueryProps<Data> {
  readonly of: Pick<UseQueryResult<Data, unknown>, "data" | "error" | "isError" | "refetch" | "isFetching">;
  /** Drawn with undefined while it loads, so that what is known already stands still. */
  readonly children: (data: Data | undefined) => ReactNode;
}

/** A part of a page that stands on one query: says what went wrong and offers to try again. */
export function Query<Data>({ of, children }: QueryProps<Data>) {
  const t = useTranslations("common");
  const describe = useDescribeError();
  if (of.isError && of.data === undefined) {
    const { code, message } = describe(of.error);
    // Asking again does not bring what is not there.
    if (code === "NOT_FOUND") return <ErrorState title={t("notFound")} message={t("notFoundHint")} />;
    return (
      <ErrorState
        title={t("couldNotLoad")}
        message={message}
        action={
          <Button size="sm" busy={of.isFetching} onClick={() => void of.refetch()}>
            {t("retry")}
          </Button>
        }
      />
    );
  }
  return children(of.data);
}
