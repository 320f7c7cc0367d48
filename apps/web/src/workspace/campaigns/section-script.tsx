"use client";
import { renderMergeFields, unknownMergeFields } from "@callbay/domain/merge-fields";
import { parseScript, scriptProblems } from "@callbay/domain/script-pages";
import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useMe } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { FormField, Textarea } from "~/ui/form.tsx";
import { Notice } from "~/ui/layout.tsx";
import type { SectionProps } from "./section.tsx";

type Attributes = Readonly<Record<string, unknown>>;

function attributesOf(value: unknown): Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The script beside what an agent will read with the first contact of the list. */
export function ScriptSection({ campaign, draft, set, locked }: SectionProps) {
  const t = useTranslations("workspace.editor.script");
  const me = useMe();
  const trpc = useTRPC();
  const area = useRef<HTMLTextAreaElement>(null);
  const first = draft.lists[0]?.listId;
  const sample = useQuery(
    trpc.lists.contacts.queryOptions({ listId: first ?? "", limit: 1 }, { enabled: first !== undefined }),
  );
  const contact = sample.data?.items[0];
  const attributes = attributesOf(contact?.attributes);
  const saved = campaign.lists.map(({ listId }) => listId).join() === draft.lists.map(({ listId }) => listId).join();
  // The lists' columns as saved; of lists that were chosen just now, those of the first contact.
  const keys = saved ? campaign.attributeKeys : Object.keys(attributes);
  const fields = ["displayName", "agent.name", ...[...keys].sort().map((key) => `attributes.${key}`)];
  const problems = scriptProblems(draft.script);
  const pages = parseScript(draft.script).filter(({ name }) => name !== "");
  const unknown = unknownMergeFields(draft.script, first ? keys : null);
  const preview = renderMergeFields(draft.script, {
    displayName: contact?.displayName || t("sampleName"),
    attributes,
    agent: { name: me.account.name },
  });
  const insert = (field: string): void => write(`{{${field}}}`);
  const write = (text: string): void => {
    const { current } = area;
    const from = current?.selectionStart ?? draft.script.length;
    const to = current?.selectionEnd ?? from;
    set({ script: draft.script.slice(0, from) + text + draft.script.slice(to) });
    requestAnimationFrame(() => {
      current?.focus();
      current?.setSelectionRange(from + text.length, from + text.length);
    });
  };
  return (
    <div className="grid grid-cols-2 gap-5">
      <div className="flex min-w-0 flex-col gap-2">
        <FormField label={t("text")}>
          <Textarea
            ref={area}
            rows={12}
            value={draft.script}
            onChange={(event) => set({ script: event.target.value })}
            maxLength={20_000}
            disabled={locked}
            className="resize-y"
          />
        </FormField>
        <fieldset className="flex flex-wrap items-center gap-1.5" disabled={locked}>
          <legend className="sr-only">{t("insert")}</legend>
          <span className="text-xs text-muted">{t("insert")}</span>
          {fields.map((field) => (
            <Button
              key={field}
              size="sm"
              className="h-6 max-w-48 px-2 font-mono text-2xs font-normal"
              onClick={() => insert(field)}
            >
              <span className="truncate">{field.replace("attributes.", "")}</span>
            </Button>
          ))}
        </fieldset>
        <div className="flex flex-wrap items-center gap-1.5">
          <Button
            size="sm"
            disabled={locked}
            onClick={() => write(`\n# ${t("pageName", { number: pages.length + 1 })}\n`)}
          >
            {t("addPage")}
          </Button>
          <Button
            size="sm"
            disabled={locked || pages.length === 0}
            onClick={() => write(`\n[${t("choiceName")}](#${pages.at(-1)?.name ?? ""})\n`)}
          >
            {t("addChoice")}
          </Button>
          <span className="text-xs text-muted">{t("branchHint")}</span>
        </div>
        {problems.length > 0 ? (
          <Notice tone="warn" icon={<TriangleAlert aria-hidden />}>
            {[...new Set(problems.map(({ problem, page }) => t(`problem.${problem}`, { page })))].join(" ")}
          </Notice>
        ) : null}
        {unknown.length > 0 ? (
          <Notice tone="warn" icon={<TriangleAlert aria-hidden />}>
            {t("unknown", { fields: unknown.map((field) => `{{${field}}}`).join(", ") })}
          </Notice>
        ) : null}
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <p className="text-sm font-medium">{t("preview")}</p>
        <div
          aria-live="polite"
          className="min-h-64 flex-1 overflow-y-auto rounded-md border bg-sunken px-4 py-3 text-base whitespace-pre-wrap"
        >
          {preview.text || <span className="text-faint">{t("empty")}</span>}
        </div>
        <p className="text-xs text-muted">
          {contact ? t("previewOf", { name: contact.displayName || "—" }) : t("previewSample")}
          {preview.missing.length > 0 ? ` ${t("missing", { fields: preview.missing.join(", ") })}` : ""}
        </p>
      </div>
    </div>
  );
}
