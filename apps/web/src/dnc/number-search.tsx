"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { DateTime, LastDay } from "~/ui/format.tsx";
import { Card, Notice } from "~/ui/layout.tsx";
import { NumberQuestion } from "~/ui/number-question.tsx";
import { Badge } from "~/ui/status.tsx";
import { useReasonText } from "./reason.ts";

type Block = RouterOutputs["dnc"]["search"]["blocks"][number];

/** Is a number blocked, by which list, and until when? */
export function NumberSearch() {
  const t = useTranslations("dnc.search");
  const trpc = useTRPC();
  const describe = useDescribeError();
  const [phone, setPhone] = useState("");
  const found = useQuery({
    ...trpc.dnc.search.queryOptions({ phone }),
    enabled: phone !== "",
    retry: false,
    meta: { quiet: true },
  });
  return (
    <Card>
      <NumberQuestion
        label={t("label")}
        placeholder={t("placeholder")}
        ask={t("ask")}
        busy={found.isFetching}
        error={found.error ? describe(found.error).message : undefined}
        onAsk={(asked) => (asked === phone ? void found.refetch() : setPhone(asked))}
      />
      {found.data ? (
        <div className="mt-3" aria-live="polite">
          <Notice tone={found.data.blocked ? "warn" : "ok"}>
            {t(found.data.blocked ? "blocked" : "free", { phone: found.data.phone })}
          </Notice>
          <ul className="mt-2 flex flex-col gap-1.5">
            {found.data.blocks.map((block) => (
              <BlockLine key={`${block.list}-${block.id ?? block.name ?? ""}`} of={block} />
            ))}
          </ul>
        </div>
      ) : null}
    </Card>
  );
}

function BlockLine({ of }: { of: Block }) {
  const t = useTranslations("dnc.search");
  const reason = useReasonText();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <Badge tone={of.expired ? "neutral" : "warn"}>{t(`lists.${of.list}`, { name: of.name ?? "" })}</Badge>
      {of.reason ? <span>{reason(of.reason)}</span> : null}
      <span className="text-muted">
        {of.until === null
          ? t("forGood")
          : t.rich(of.expired ? "ended" : "until", { date: () => <LastDay at={of.until ?? new Date(0)} /> })}
      </span>
      {of.since ? (
        <span className="text-faint">
          {t.rich("since", { date: () => <DateTime at={of.since ?? new Date(0)} style="date" /> })}
        </span>
      ) : null}
    </li>
  );
}
