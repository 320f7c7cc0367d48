"use client";
import { TRPCClientError } from "@trpc/client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useTextOf } from "~/i18n/enum-label.ts";
import type { Refusal } from "~/lib/refusal.ts";

export interface DescribedError extends Refusal {
  /** What is wrong with each field, where the refusal is about input. */
  readonly fields: Readonly<Record<string, string>>;
}

export type Describe = (error: unknown) => DescribedError;

function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data: unknown = error.data?.callbay;
  if (typeof data !== "object" || data === null) return null;
  const { code, message, details } = data as Partial<Refusal>;
  if (typeof code !== "string" || typeof message !== "string") return null;
  return { code, message, details: details ?? {} };
}

/** The stable code of a refusal, or null. */
export function codeOf(error: unknown): string | null {
  return refusalOf(error)?.code ?? null;
}

function fieldsOf(details: Readonly<Record<string, unknown>>): Record<string, string> {
  const issues = Array.isArray(details.issues) ? details.issues : [];
  return Object.fromEntries(
    issues.flatMap((issue: { path?: unknown; message?: unknown }) =>
      typeof issue.path === "string" && typeof issue.message === "string" ? [[issue.path, issue.message]] : [],
    ),
  );
}

function fill(text: string, details: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = details[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : whole;
  });
}

/** Says a refusal in the reader's language: by its code where the catalogue has it, else in the server's sentence. */
export function useRefusalText(): (refusal: Refusal) => string {
  const textOf = useTextOf();
  const t = useTranslations("common");
  return useCallback(
    ({ code, message, details }) => {
      const text = textOf(`errors.${code}`);
      const filled = text === null ? message : fill(text, details);
      // What names a value that did not come along, or chooses by one, is said by the server.
      return (filled.includes("{") ? message : filled) || t("offline");
    },
    [textOf, t],
  );
}

/** Says an error of the api in the reader's language, with what is wrong with each field. */
export function useDescribeError(): Describe {
  const say = useRefusalText();
  const t = useTranslations("common");
  return useCallback(
    (error) => {
      const refusal = refusalOf(error);
      if (!refusal) return { code: "OFFLINE", message: t("offline"), details: {}, fields: {} };
      return { ...refusal, message: say(refusal), fields: fieldsOf(refusal.details) };
    },
    [say, t],
  );
}
