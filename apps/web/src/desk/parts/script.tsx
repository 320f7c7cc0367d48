"use client";
import { useTranslations } from "next-intl";
import { Skeleton } from "~/ui/status.tsx";
import { paragraphsOf } from "../model/draft.ts";
import { Scroll } from "./scroll.tsx";

/** What to say, already filled in by the server; read aloud from, so larger and wider set than the rest. */
export function Script({ text }: { text: string | null }) {
  const t = useTranslations("desk.script");
  return (
    <Scroll label={t("label")} className="flex-1 bg-surface px-6 py-5">
      <div className="max-w-[62ch] text-[17px] leading-[28px]">
        {text === null ? (
          <>
            <Skeleton className="mb-3 h-4 w-11/12" />
            <Skeleton className="mb-3 h-4 w-4/5" />
            <Skeleton className="h-4 w-2/3" />
          </>
        ) : text.trim() === "" ? (
          <p className="text-base text-muted">{t("empty")}</p>
        ) : (
          paragraphsOf(text).map((paragraph, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of a text keep their order.
            <p key={index} className="mb-4 whitespace-pre-line last:mb-0">
              {paragraph}
            </p>
          ))
        )}
      </div>
    </Scroll>
  );
}
