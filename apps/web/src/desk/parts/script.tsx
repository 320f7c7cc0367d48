"use client";
import type { ScriptPage } from "@callbay/domain/script-pages";
import { CornerUpLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "~/ui/button.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { paragraphsOf } from "../model/draft.ts";
import { choiceOfKey } from "../model/shortcuts.ts";
import { Key } from "./key.tsx";
import { Scroll } from "./scroll.tsx";

/**
 * What to say, already filled in; read aloud from, so larger and wider set than the rest. What the customer answers
 * leads from page to page, and a step back undoes it.
 */
export function Script({ pages }: { pages: readonly ScriptPage[] | null }) {
  const t = useTranslations("desk.script");
  const [way, setWay] = useState<readonly string[]>([]);
  const name = way.at(-1);
  const page = (name !== undefined ? pages?.find((one) => one.name === name) : pages?.[0]) ?? pages?.[0] ?? null;
  const choices = page?.choices.filter(({ to }) => pages?.some((one) => one.name === to)) ?? [];
  const go = (to: string): void => setWay((before) => [...before, to]);
  const back = (): void => setWay((before) => before.slice(0, -1));
  const latest = useRef({ choices, go, back });
  latest.current = { choices, go, back };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const number = choiceOfKey(event);
      if (number === null || event.defaultPrevented) return;
      const choice = latest.current.choices[number - 1];
      if (number === 0) latest.current.back();
      else if (choice) latest.current.go(choice.to);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <Scroll label={t("label")} className="flex-1 bg-surface px-6 py-5">
      <div className="max-w-[62ch] text-[17px] leading-[28px]" data-testid="script" data-page={page?.name ?? ""}>
        {page === null ? (
          <>
            <Skeleton className="mb-3 h-4 w-11/12" />
            <Skeleton className="mb-3 h-4 w-4/5" />
            <Skeleton className="h-4 w-2/3" />
          </>
        ) : page.text === "" && choices.length === 0 ? (
          <p className="text-base text-muted">{t("empty")}</p>
        ) : (
          <div aria-live="polite">
            {page.name ? <h3 className="mb-2 text-sm font-medium text-muted">{page.name}</h3> : null}
            {paragraphsOf(page.text).map((paragraph, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of a text keep their order.
              <p key={index} className="mb-4 whitespace-pre-line last:mb-0">
                {paragraph}
              </p>
            ))}
          </div>
        )}
        {choices.length > 0 || way.length > 0 ? (
          <div className="mt-5 flex flex-col items-start gap-1.5 text-sm">
            {choices.map(({ label, to }, index) => (
              <Button key={`${to} ${label}`} onClick={() => go(to)}>
                {label} {index < 9 ? <Key>Alt {index + 1}</Key> : null}
              </Button>
            ))}
            {way.length > 0 ? (
              <Button tone="ghost" icon={<CornerUpLeft aria-hidden />} onClick={back}>
                {t("back")} <Key>Alt 0</Key>
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
    </Scroll>
  );
}
